import { z } from 'zod'
import { AccountId, PanelId } from '../../../lib/ids.ts'
import type { ItemChange } from '../../devices/panels/affected.ts'
import { FanOut } from './entity.ts'
import type { FanOutWork } from './fan-out.ts'

/** What the queue posture-work says of a panel: `modes` that its modes are to be settled before what is pending is sent. */
export const PanelToSettle = z.object({ accountId: AccountId, panelId: PanelId, modes: z.literal(true) })
export type PanelToSettle = z.infer<typeof PanelToSettle>

/** The panels whose modes a change may alter: those of a fan-out, a panel, or none. */
export type PanelsToSettle = Omit<FanOutWork, 'accountId'> | Omit<PanelToSettle, 'accountId'> | undefined

/** Entities whose changes may alter the modes of panels. */
export const settledEntities: readonly string[] = ['emergency-fan-out', 'panel']

/**
 * Whose modes a change of one item may alter, before and after it as stored: those of a scenario that was initiated or cleared, which has
 * a fan-out since, or a panel that has other doors.
 */
export const panelsToSettle = ({ before, after }: ItemChange): PanelsToSettle => {
  if (after === undefined) return undefined
  if (after.entity === 'emergency-fan-out') {
    const { scenarioId, version } = FanOut.parse(after)
    return before === undefined ? { scenarioId, version } : undefined
  }
  const isSame = JSON.stringify(before?.accessPointIds ?? []) === JSON.stringify(after.accessPointIds ?? [])
  return isSame ? undefined : { panelId: PanelId.parse(after.id), modes: true }
}
