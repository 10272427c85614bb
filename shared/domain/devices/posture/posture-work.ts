import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { PanelWork } from '../commands/entity.ts'

/** The queue posture-work, as those who change postures see it. */
export type PostureWork = PanelWork & {
  /** Says of each panel that its posture has changed. Never throws: as with one nudge, what is lost costs time and is logged. */
  nudgeAll: (accountId: AccountId, panelIds: readonly PanelId[]) => Promise<void>
}
