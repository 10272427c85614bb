/** The largest width and height, in pixels, of an image that is taken: more is no photo, and costs who shows it its memory. */
const maxSide = 20_000

/** Whether an image of that size can be shown. */
export const isShowable = (width: number, height: number): boolean =>
  width > 0 && height > 0 && width <= maxSide && height <= maxSide

/** The number in two bytes, the greater first; NaN beyond the end, which no comparison holds of. */
export const uint16 = (bytes: Uint8Array, at: number): number => byte(bytes, at) * 0x100 + byte(bytes, at + 1)

/** The number in four bytes, the greater first; NaN beyond the end. */
export const uint32 = (bytes: Uint8Array, at: number): number => uint16(bytes, at) * 0x1_0000 + uint16(bytes, at + 2)

/** The number in two bytes, the lesser first; NaN beyond the end. */
export const uint16LittleEndian = (bytes: Uint8Array, at: number): number => byte(bytes, at) + byte(bytes, at + 1) * 0x100

const byte = (bytes: Uint8Array, at: number): number => bytes[at] ?? Number.NaN

/** The characters from `from` up to `to`, one for each byte. */
export const asciiAt = (bytes: Uint8Array, from: number, to: number): string => String.fromCharCode(...bytes.subarray(from, to))

/** What is kept of an image, part by part: one buffer of `capacity` bytes, as an image may have a million parts. */
export const keptBytes = (capacity: number) => {
  const kept = new Uint8Array(capacity)
  let length = 0
  return {
    add: (...parts: readonly ArrayLike<number>[]): void => {
      for (const part of parts) {
        kept.set(part, length)
        length += part.length
      }
    },
    bytes: (): Uint8Array => kept.slice(0, length),
  }
}
