import { z } from 'zod'
import { AccountId, PanelId } from '../../../lib/ids.ts'
import { ChangedPerson, PanelSearch } from './affected.ts'

const common = {
  accountId: AccountId,
  /** A change may take access away, so these panels come first. */
  revokes: z.boolean(),
  /** The entities that changed, for the log. */
  reasons: z.array(z.string()),
  /** An instant by which every change that the message stands for was stored, in epoch milliseconds. */
  knownAt: z.number(),
}

/** One panel whose rules may have changed. */
export const PanelToCompile = z.object({
  kind: z.literal('panel'),
  ...common,
  panelId: PanelId,
  /** A snapshot is wanted, also when little or nothing has changed. */
  whole: z.boolean().optional(),
})
export type PanelToCompile = z.infer<typeof PanelToCompile>

/** Panels that are still to be found. They are worked out page by page: `after` is the last panel of the page before. `whole` as of `PanelToCompile`. */
export const PanelsToFind = z.object({
  kind: z.literal('find'),
  ...common,
  ...PanelSearch.shape,
  whole: z.boolean().optional(),
  after: PanelId.optional(),
})
export type PanelsToFind = z.infer<typeof PanelsToFind>

/** One person of whom panels' rules may say something else, at the panels that come after `after`. */
export const PersonToChange = z.object({
  kind: z.literal('person'),
  ...common,
  ...ChangedPerson.shape,
  after: PanelId.optional(),
})
export type PersonToChange = z.infer<typeof PersonToChange>

/** A message of the queues `config-urgent` and `config-work`. */
export const ConfigWork = z.discriminatedUnion('kind', [PanelToCompile, PanelsToFind, PersonToChange])
export type ConfigWork = z.infer<typeof ConfigWork>
