import { asciiAt, isShowable, keptBytes, uint32 } from './bytes.ts'
import { orientationBlock, orientationOf } from './orientation.ts'

/** What a viewer needs: the pixels, and how they are colored, sized and moved. Texts, times, profiles and what nobody knows are not among it. */
const shown = new Set([
  ...['IHDR', 'PLTE', 'IDAT', 'IEND'],
  ...['tRNS', 'gAMA', 'cHRM', 'sRGB', 'sBIT', 'bKGD', 'pHYs'],
  ...['acTL', 'fcTL', 'fdAT'],
])
const signatureLength = 8
/** The length, the name and the checksum of a chunk. */
const frameLength = 12

/**
 * A PNG with the chunks that a viewer needs; of EXIF only the orientation. What follows its end is gone. Undefined for one that is
 * damaged: cut short, out of order, with a wrong checksum, or with an essential part that nobody knows.
 */
export const plainPng = (bytes: Uint8Array): Uint8Array | undefined => {
  const kept = keptBytes(bytes.length + frameLength + orientationBlock(1).length)
  kept.add(bytes.subarray(0, signatureLength))
  let at = signatureLength
  let pixels = false
  let turned = false
  while (true) {
    const end = at + frameLength + uint32(bytes, at)
    if (!(end <= bytes.length)) return undefined
    const name = asciiAt(bytes, at + 4, at + 8)
    const content = bytes.subarray(at + 8, end - 4)
    const isFirst = at === signatureLength
    if (checksum(bytes.subarray(at + 4, end - 4)) !== uint32(bytes, end - 4)) return undefined
    if (isFirst !== (name === 'IHDR')) return undefined
    if (isFirst && (content.length !== 13 || !isShowable(uint32(content, 0), uint32(content, 4)))) return undefined
    if (!shown.has(name) && isEssential(name)) return undefined
    if (shown.has(name)) kept.add(bytes.subarray(at, end))
    if (name === 'eXIf' && !turned) {
      const orientation = orientationOf(content)
      if (orientation !== undefined) kept.add(chunk('eXIf', orientationBlock(orientation)))
      turned = orientation !== undefined
    }
    pixels ||= name === 'IDAT'
    at = end
    if (name === 'IEND') return pixels ? kept.bytes() : undefined
  }
}

/** A name that begins with a capital is of a chunk without which the image cannot be shown. */
const isEssential = (name: string) => name.charCodeAt(0) < 0x60

const chunk = (name: string, content: Uint8Array): Uint8Array => {
  const made = new Uint8Array(frameLength + content.length)
  const view = new DataView(made.buffer)
  view.setUint32(0, content.length)
  made.set(Buffer.from(name, 'latin1'), 4)
  made.set(content, 8)
  view.setUint32(8 + content.length, checksum(made.subarray(4, 8 + content.length)))
  return made
}

/** The remainders of one byte by the polynomial of CRC-32. */
const remainders = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb8_8320 : value >>> 1
  return value
})

const checksum = (bytes: Uint8Array): number => {
  let value = 0xffff_ffff
  for (const one of bytes) value = (value >>> 8) ^ (remainders[(value ^ one) & 0xff] ?? 0)
  return (value ^ 0xffff_ffff) >>> 0
}
