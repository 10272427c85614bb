import { z } from 'zod'
import { FirmwareVersion } from '../domain/devices/firmware/entity.ts'
import { CompactJws, PanelText, WireInstantMs, WirePanelId } from './fields.ts'

/**
 * Cloud → panel: install this version. `url` gives the image, `jws` vouches for it. A panel that runs it already, or is installing
 * it, does nothing; `hello` says what it runs once it has started again.
 */
export const FirmwareAvailable = z.object({
  type: z.literal('firmware.available'),
  version: FirmwareVersion,
  url: z.url({ protocol: /^https?$/ }).max(4_096),
  jws: CompactJws,
})
export type FirmwareAvailable = z.infer<typeof FirmwareAvailable>

/** What the cloud signs about one image: the panel refuses one that differs from it. */
export const FirmwareDescriptor = z.object({
  panelId: WirePanelId,
  version: FirmwareVersion,
  /** SHA-256 of the image, lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/, 'is not 64 lower-case hexadecimal digits'),
  bytes: z.int().positive(),
  issuedAt: WireInstantMs,
})
export type FirmwareDescriptor = z.infer<typeof FirmwareDescriptor>

/** Panel → cloud: the panel did not install `version`, and why. It is not asked again before an administrator does. */
export const FirmwareFailed = z.object({
  type: z.literal('firmware.failed'),
  version: FirmwareVersion,
  error: z.string().max(500).pipe(PanelText).optional(),
})
export type FirmwareFailed = z.infer<typeof FirmwareFailed>
