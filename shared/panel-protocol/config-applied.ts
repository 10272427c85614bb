import { z } from 'zod'
import { ConfigVersion, PanelText, StateHash } from './fields.ts'

/** Panel → cloud: `version` is what the panel decides by now (`ok`), or what it refused, and why. */
export const ConfigApplied = z.object({
  type: z.literal('config.applied'),
  version: ConfigVersion,
  ok: z.boolean(),
  /** Of the rules that the panel runs. */
  stateHash: StateHash.optional(),
  error: z.string().max(500).pipe(PanelText).optional(),
})
export type ConfigApplied = z.infer<typeof ConfigApplied>
