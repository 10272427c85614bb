import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { FanOutWork } from '../../access/emergencies/fan-out.ts'
import type { PanelWork } from '../commands/entity.ts'

/** The queue posture-work, as those who change postures see it. */
export type PostureWork = Pick<PanelWork, 'nudge'> & {
  /** Says of each panel that its posture has changed. Never throws: as with one nudge, what is lost costs time and is logged. */
  nudgeAll: (accountId: AccountId, panelIds: readonly PanelId[]) => Promise<void>
  /** Says that a fan-out that was stored is to begin, which whoever reads the changes of the table says too, a little later. Never throws. */
  begin: (fanOut: FanOutWork) => Promise<void>
}
