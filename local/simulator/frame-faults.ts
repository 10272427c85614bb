import { createHash } from 'node:crypto'
import { z } from 'zod'

/** Which way a frame goes. A download is no frame: it is the body behind an announced URL. */
export type Direction = 'toCloud' | 'toPanel' | 'download'

const Rate = z.number().min(0).max(1).default(0)
const FrameRates = z.strictObject({ drop: Rate, delay: Rate, duplicate: Rate, reorder: Rate, corrupt: Rate })
const DownloadRates = FrameRates.pick({ drop: true, delay: true, corrupt: true })

/** What goes wrong with frames, by chance: each rate is a probability from 0 to 1, drawn for each frame and for each kind of fault. */
export const FaultPlan = z.strictObject({
  /** Repeats a run: the fate of a frame depends on the seed, the panel, the direction and the frame's number, and on nothing else. */
  seed: z.int().min(0).max(0xffff_ffff),
  rates: z.strictObject({
    toCloud: FrameRates.prefault({}),
    toPanel: FrameRates.prefault({}),
    download: DownloadRates.prefault({}),
  }),
  /** The longest that a frame is delayed, or held for a next one. */
  maxDelayMs: z.int().min(1).max(60_000).default(500),
})
export type FaultPlan = z.infer<typeof FaultPlan>

/** What becomes of one frame. `at` says where it is corrupted: a fraction of its length, from 0 to below 1. */
export type Fate = {
  dropped: boolean
  corruptedAt: number | undefined
  copies: 1 | 2
  delayMs: number
  /** Held until the next frame of its direction has gone. */
  held: boolean
}

export const unharmed: Fate = { dropped: false, corruptedAt: undefined, copies: 1, delayMs: 0, held: false }

/** The fate of frame number `count`, from 1, of a panel in a direction. Pure. */
export const fateOf = (
  { seed, rates, maxDelayMs }: FaultPlan,
  serialNumber: string,
  direction: Direction,
  count: number,
): Fate => {
  const digest = createHash('sha256').update(`${seed}/${direction}/${count}/${serialNumber}`).digest()
  const chance = (index: number): number => digest.readUInt32BE(index * 4) / 2 ** 32
  const {
    drop,
    delay,
    duplicate = 0,
    reorder = 0,
    corrupt,
  }: Partial<Record<'duplicate' | 'reorder', number>> & Record<'drop' | 'delay' | 'corrupt', number> = rates[direction]
  return {
    dropped: chance(0) < drop,
    corruptedAt: chance(1) < corrupt ? chance(2) : undefined,
    copies: chance(3) < duplicate ? 2 : 1,
    delayMs: chance(4) < delay ? 1 + Math.floor(chance(5) * maxDelayMs) : 0,
    held: chance(6) < reorder,
  }
}

const signature = /"jws":"([\w-]+\.[\w-]+\.[\w-]+)"/
/** Bits at the very end of a signature are not part of it: a change there would change nothing. */
const paddedEnd = 2

/**
 * The frame with one byte changed. A signed frame stays readable and its signature is worthless. Another frame becomes unreadable:
 * what it says is protected by the encryption of the connection, so it never arrives as something else that makes sense.
 */
export const corrupted = (text: string, at: number): string => {
  const found = signature.exec(text)
  if (!found?.[1]) return `${text.startsWith('{') ? '(' : '{'}${text.slice(1)}`
  const from = found.index + '"jws":"'.length
  let place = from + Math.floor(at * (found[1].length - paddedEnd))
  // The dots are what makes it a signature at all.
  if (text[place] === '.') place -= 1
  return `${text.slice(0, place)}${text[place] === 'A' ? 'B' : 'A'}${text.slice(place + 1)}`
}

/** The bytes of a download with one changed. */
export const corruptedBytes = (content: Buffer, at: number): Buffer => {
  const spoiled = Buffer.from(content)
  const place = Math.floor(at * content.length)
  const byte = content[place]
  if (byte !== undefined) spoiled[place] = byte ^ 0xff
  return spoiled
}
