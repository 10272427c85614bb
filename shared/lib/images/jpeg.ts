import { asciiAt, isShowable, keptBytes, uint16 } from './bytes.ts'
import { orientationBlock, orientationOf } from './orientation.ts'

const endOfImage = 0xd9
const startOfScan = 0xda
const adobe = 0xee
const exif = 0xe1
const jfif = 0xe0

/** Frames, without the codes between them that are none. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
/** Tables of Huffman and arithmetic codes, quantization, the number of lines and the restart interval. */
const tables: readonly number[] = [0xc4, 0xcc, 0xdb, 0xdc, 0xdd]
/** Markers without a segment: restarts and TEM. */
const standsAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)

/** What the beginning says besides the pixels, each in the first segment that has it. */
type Head = { jfif?: Uint8Array; adobe?: Uint8Array; orientation?: number }

/**
 * A JPEG with its frames, tables and scans, and of its application segments what changes how it is shown: the density, the color
 * transform and the orientation. EXIF, XMP, ICC profiles, previews, comments and what follows the end are gone. Undefined for one
 * that is damaged.
 */
export const plainJpeg = (bytes: Uint8Array): Uint8Array | undefined => {
  const body = keptBytes(bytes.length)
  const head: Head = {}
  let frame = false
  let scan = false
  let at = 2
  while (true) {
    at = nextMarker(bytes, at)
    const marker = bytes[at]
    if (marker === undefined) return undefined
    if (marker === endOfImage) break
    if (standsAlone(marker)) {
      at += 1
      continue
    }
    const end = at + 1 + uint16(bytes, at + 1)
    if (!(end >= at + 3 && end <= bytes.length) || marker === 0xd8) return undefined
    if (isFrame(marker)) {
      if (end < at + 9 || !isShowable(uint16(bytes, at + 6), uint16(bytes, at + 4))) return undefined
      frame = true
    }
    if (marker === startOfScan && !frame) return undefined
    const until = marker === startOfScan ? endOfScan(bytes, end) : end
    scan ||= marker === startOfScan
    if (isFrame(marker) || tables.includes(marker) || marker === startOfScan) body.add([0xff], bytes.subarray(at, until))
    else readHead(head, marker, bytes.subarray(at + 3, end))
    at = until
  }
  return scan ? withHead(head, body.bytes()) : undefined
}

/** Where the code of the next marker is; what is no marker is skipped, as decoders do. */
const nextMarker = (bytes: Uint8Array, from: number): number => {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && (bytes[at + 1] === 0xff || bytes[at + 1] === 0)) at = bytes.indexOf(0xff, at + 1)
  return at < 0 ? bytes.length : at + 1
}

/** Where the data of a scan end: at a marker that is no restart. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0) {
    const next = bytes[at + 1]
    if (next !== undefined && next !== 0 && next !== 0xff && !standsAlone(next)) return at
    at = bytes.indexOf(0xff, at + 1)
  }
  return bytes.length
}

const readHead = (head: Head, marker: number, content: Uint8Array): void => {
  if (marker === jfif && content.length >= 14 && asciiAt(content, 0, 5) === 'JFIF\0') {
    // The two bytes after these are the size of a preview, which is left out.
    head.jfif ??= Uint8Array.from([...content.subarray(0, 12), 0, 0])
  }
  if (marker === adobe && content.length >= 12 && asciiAt(content, 0, 5) === 'Adobe') head.adobe ??= content.slice(0, 12)
  if (marker === exif && asciiAt(content, 0, 6) === 'Exif\0\0') {
    const orientation = orientationOf(content.subarray(6))
    if (orientation !== undefined) head.orientation ??= orientation
  }
}

const withHead = (head: Head, body: Uint8Array): Uint8Array => {
  const kept = keptBytes(body.length + 128)
  const addSegment = (marker: number, ...content: readonly Uint8Array[]) => {
    const length = content.reduce((sum, part) => sum + part.length, 2)
    kept.add([0xff, marker, 0, length], ...content)
  }
  kept.add([0xff, 0xd8])
  if (head.jfif) addSegment(jfif, head.jfif)
  if (head.orientation !== undefined) addSegment(exif, Buffer.from('Exif\0\0'), orientationBlock(head.orientation))
  if (head.adobe) addSegment(adobe, head.adobe)
  kept.add(body, [0xff, endOfImage])
  return kept.bytes()
}
