import { z } from 'zod'
import { AccountId, PanelId } from '../../../lib/ids.ts'
import type { ItemChange } from '../../devices/panels/affected.ts'
import { Scenario } from './entity.ts'

/** What the queue posture-work says of a panel: `modes` that its modes are to be settled before what is pending is sent. */
export const PanelToSettle = z.object({ accountId: AccountId, panelId: PanelId, modes: z.literal(true) })
export type PanelToSettle = z.infer<typeof PanelToSettle>

/** Every panel of the account is to be settled. They are worked out page by page: `after` is the last panel of the page before. */
export const EveryPanel = z.object({ accountId: AccountId, everyPanel: z.literal(true), after: PanelId.optional() })
export type EveryPanel = z.infer<typeof EveryPanel>

/** The panels whose modes a change may alter: all of the account's, or these. */
export type PanelsToSettle = 'every-panel' | readonly PanelId[]

/** Entities whose changes may alter the modes of panels. */
export const settledEntities: readonly string[] = ['emergency-scenario', 'panel']

/**
 * Whose modes a change of one item may alter, before and after it as stored: a scenario that was initiated or cleared, or a panel
 * that has other doors. A full scenario concerns every panel, also one that was registered while it was being initiated.
 */
export const panelsToSettle = ({ before, after }: ItemChange): PanelsToSettle => {
  if ((after ?? before)?.entity === 'panel') {
    const isSame = JSON.stringify(before?.accessPointIds ?? []) === JSON.stringify(after?.accessPointIds ?? [])
    return after === undefined || isSame ? [] : [PanelId.parse(after.id)]
  }
  const images = [before, after].flatMap((image) => (image === undefined ? [] : Scenario.parse(image)))
  const [first, last] = [before, after].map((image) => JSON.stringify(image?.active))
  if (first === last) return []
  if (images.some(({ isFull }) => isFull)) return 'every-panel'
  return [...new Set(images.flatMap(({ active }) => active?.panelIds ?? []))]
}
