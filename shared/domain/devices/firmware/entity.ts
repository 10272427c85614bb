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

/**
 * The images that are published, in the order of their manifest: as they were half a minute ago at most, and as they are now when
 * `wanted` was not among those.
 */
export type FirmwareCatalogue = { list: (wanted?: string) => Promise<FirmwareImage[]> }

/** How an update ended, and when that was noted. `error`: why the panel did not install it, in its own words. */
export const FirmwareEnd = z.object({
  outcome: z.enum(['installed', 'failed', 'expired']),
  at: z.number(),
  error: z.string().optional(),
})
export type FirmwareEnd = z.infer<typeof FirmwareEnd>

/**
 * The image that a panel is to install: desired state, which is sent until the panel says that it runs it or why it does not.
 * `replaces` is the version that the panel ran when it was asked for.
 */
export const FirmwareRequest = FirmwareImage.extend({
  replaces: z.string().optional(),
  requestedAt: z.number(),
  sentAt: z.number().optional(),
  ended: FirmwareEnd.optional(),
})
export type FirmwareRequest = z.infer<typeof FirmwareRequest>

/** After so long an update is not sent any more: a panel that takes an image and runs another would fetch it for ever. */
const longestUpdateMs = day

export type FirmwareUpdateState = 'requested' | 'sent' | FirmwareEnd['outcome']

/** How far an update came, at a panel that reports to run `running`. What was installed once is over, whatever the panel runs later. */
export const updateState = (
  { version, requestedAt, sentAt, ended }: FirmwareRequest,
  running: string | undefined,
  now: Instant,
): FirmwareUpdateState => {
  if (version === running) return 'installed'
  if (ended) return ended.outcome
  if (now > requestedAt + longestUpdateMs) return 'expired'
  return sentAt === undefined ? 'requested' : 'sent'
}

/** Whether an update has neither come about nor ended. */
export const isUnderWay = (state: FirmwareUpdateState): state is 'requested' | 'sent' => state === 'requested' || state === 'sent'
