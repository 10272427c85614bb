import { z } from 'zod'
import { day, type Instant } from '../../../lib/clock.ts'

/** A version of the firmware as control panels name it. */
export const FirmwareVersion = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[\w.+-]+$/, 'is not a version')

/** One image that panels can install. */
export const FirmwareImage = z.object({
  version: FirmwareVersion,
  /** Where the image lies in the bucket of the firmware. */
  file: z.string().min(1).max(512),
  /** SHA-256 of the image, lower-case hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
})
export type FirmwareImage = z.infer<typeof FirmwareImage>

/** The images that are published, in the order of their manifest. */
export type FirmwareCatalogue = { list: () => Promise<FirmwareImage[]> }

/** The image that a panel is to install: desired state, which is sent until the panel says that it runs it or why it does not. */
export const FirmwareRequest = FirmwareImage.extend({
  requestedAt: z.number(),
  sentAt: z.number().optional(),
  /** Why the panel did not install it. */
  failed: z.object({ error: z.string().optional(), at: z.number() }).optional(),
})
export type FirmwareRequest = z.infer<typeof FirmwareRequest>

/** After so long an update is not sent any more: a panel that takes an image and runs another would fetch it for ever. */
const longestUpdateMs = day

export type FirmwareUpdateState = 'requested' | 'sent' | 'installed' | 'failed' | 'expired'

/** How far an update came, at a panel that reports to run `running`. */
export const updateState = (request: FirmwareRequest, running: string | undefined, now: Instant): FirmwareUpdateState => {
  if (request.version === running) return 'installed'
  if (request.failed) return 'failed'
  if (now > request.requestedAt + longestUpdateMs) return 'expired'
  return request.sentAt === undefined ? 'requested' : 'sent'
}

/** Whether an update has neither come about nor ended. */
export const isUnderWay = (state: FirmwareUpdateState): boolean => state === 'requested' || state === 'sent'
