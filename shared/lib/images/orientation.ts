import { uint16, uint16LittleEndian, uint32 } from './bytes.ts'

/** As many entries as are looked at: cameras write some dozens. */
const maxEntries = 1_000
const orientationTag = 0x0112

/**
 * How a viewer has to turn the image, 2 to 8 as in EXIF, read from its TIFF block; undefined when it is shown as it is or the block
 * does not say.
 */
export const orientationOf = (tiff: Uint8Array): number | undefined => {
  const order = uint16(tiff, 0)
  if (order !== 0x4d4d && order !== 0x4949) return undefined
  const short = (at: number) => (order === 0x4d4d ? uint16(tiff, at) : uint16LittleEndian(tiff, at))
  const directory = order === 0x4d4d ? uint32(tiff, 4) : uint16LittleEndian(tiff, 4) + uint16LittleEndian(tiff, 6) * 0x1_0000
  const entries = Math.min(short(directory), maxEntries)
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + 12 * index
    if (short(entry) !== orientationTag) continue
    const value = short(entry + 8)
    return value >= 2 && value <= 8 ? value : undefined
  }
  return undefined
}

/** A TIFF block that says the orientation and nothing else. */
export const orientationBlock = (orientation: number): Uint8Array => {
  const header = [0x4d, 0x4d, 0, 42, 0, 0, 0, 8]
  const entry = [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]
  return Uint8Array.from([...header, 0, 1, ...entry, 0, 0, 0, 0])
}
