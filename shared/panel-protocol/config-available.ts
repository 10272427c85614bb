import { z } from 'zod'
import { CompactJws, ConfigVersion, WireInstantMs, WirePanelId } from './fields.ts'

/** Cloud → panel: there is a version of your rules. `url` gives the gzipped JSON of `PanelRules`, `jws` vouches for it. */
export const ConfigAvailable = z.object({
  type: z.literal('config.available'),
  version: ConfigVersion,
  url: z.url({ protocol: /^https?$/ }).max(4_096),
  jws: CompactJws,
})
export type ConfigAvailable = z.infer<typeof ConfigAvailable>

/** What the cloud signs about one version: the panel refuses a body that differs from it, and a version below its own. */
export const ConfigDescriptor = z.object({
  panelId: WirePanelId,
  version: ConfigVersion,
  /** SHA-256 of the gzipped body, lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not 64 lower-case hexadecimal digits'),
  /** Length of the gzipped body. */
  bytes: z.int().positive(),
  issuedAt: WireInstantMs,
})
export type ConfigDescriptor = z.infer<typeof ConfigDescriptor>
