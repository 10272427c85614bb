import { asciiAt, isShowable, keptBytes, uint16LittleEndian } from './bytes.ts'

const extension = 0x21
const picture = 0x2c
const trailer = 0x3b
const control = 0xf9
const plainText = 0x01
const application = 0xff

/** The applications that say how often an animation is repeated. */
const repeats: readonly string[] = ['NETSCAPE2.0', 'ANIMEXTS1.0']

/** The size of the table of colors that the flags at `at` announce, in bytes. */
const colorsAt = (bytes: Uint8Array, at: number): number => {
  const flags = bytes[at] ?? 0
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0
}

/** Where the blocks that begin at `from` end, after the empty one; past the end of the file when it is cut short. */
const endOfBlocks = (bytes: Uint8Array, from: number): number => {
  let at = from
  while (bytes[at] !== 0 && at < bytes.length) at += (bytes[at] ?? 0) + 1
  return at + 1
}

/**
 * A GIF with its pictures, their timing and how often they are repeated. Comments, texts, XMP, profiles, what other programs put in
 * and what follows the end are gone. Undefined for one that is damaged.
 */
export const plainGif = (bytes: Uint8Array): Uint8Array | undefined => {
  if (!isShowable(uint16LittleEndian(bytes, 6), uint16LittleEndian(bytes, 8))) return undefined
  const kept = keptBytes(bytes.length + 1)
  let at = 13 + colorsAt(bytes, 10)
  kept.add(bytes.subarray(0, at))
  /** The timing of the next picture: it goes when a text follows it. */
  let timing: Uint8Array | undefined
  let pictures = 0
  while (at < bytes.length && bytes[at] !== trailer) {
    const kind = bytes[at]
    if (kind !== picture && kind !== extension) return undefined
    const end = kind === picture ? endOfBlocks(bytes, at + 11 + colorsAt(bytes, at + 9)) : endOfBlocks(bytes, at + 2)
    if (end > bytes.length) return undefined
    const label = kind === picture ? undefined : bytes[at + 1]
    if (kind === picture) {
      kept.add(timing ?? [], bytes.subarray(at, end))
      pictures += 1
    }
    if (label === application) kept.add(repetition(bytes, at))
    if (label === control && bytes[at + 2] === 4 && end === at + 8) timing = bytes.subarray(at, end)
    else if (kind === picture || label === plainText) timing = undefined
    at = end
  }
  // Some programs leave out the byte that ends the file, and every viewer does without it.
  kept.add([trailer])
  return pictures > 0 ? kept.bytes() : undefined
}

/** The extension that says how often the animation is repeated, without anything that stands behind it; nothing of any other. */
const repetition = (bytes: Uint8Array, at: number): number[] => {
  const isRepetition = bytes[at + 2] === 11 && repeats.includes(asciiAt(bytes, at + 3, at + 14))
  if (!isRepetition || bytes[at + 14] !== 3 || bytes[at + 15] !== 1) return []
  return [...bytes.subarray(at, at + 18), 0]
}
