import { crc32, deflateSync } from 'node:zlib'

const bytesOf = (text: string): Buffer => Buffer.from(text, 'latin1')
const uint32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32BE(value)
  return buffer
}

/** A chunk of a PNG, with its checksum. */
export const pngChunk = (name: string, content: Uint8Array = new Uint8Array()): Buffer => {
  const named = Buffer.concat([bytesOf(name), content])
  return Buffer.concat([uint32(content.length), named, uint32(crc32(named))])
}

const pngSignature = bytesOf('\x89PNG\r\n\x1a\n')
const header = Buffer.concat([uint32(2), uint32(1), Buffer.from([8, 2, 0, 0, 0])])

/** A PNG of two red pixels with these chunks between its header and its pixels. */
export const png = (...chunks: readonly Uint8Array[]): Buffer =>
  Buffer.concat([
    pngSignature,
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', deflateSync(Buffer.from([0, 255, 0, 0, 255, 0, 0]))),
    pngChunk('IEND'),
  ])

/** A segment of a JPEG. */
export const jpegSegment = (marker: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff]), content])

const quantization = jpegSegment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, 255)]))
const frame = jpegSegment(0xc2, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0]))
const huffman = jpegSegment(0xc4, Buffer.from([0x10, 1, ...Array.from({ length: 15 }, () => 0), 0]))
const scan = Buffer.concat([jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 1, 0])), Buffer.from([0x3f, 0x10])])

/** `JFIF`, version 1.1, 72 dots an inch, no preview. */
export const jfif = jpegSegment(0xe0, Buffer.concat([bytesOf('JFIF\0'), Buffer.from([1, 1, 1, 0, 72, 0, 72, 0, 0])]))

/** A JPEG of one gray pixel with these segments at its beginning. */
export const jpeg = (...segments: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from([0xff, 0xd8]), ...segments, quantization, frame, huffman, scan, Buffer.from([0xff, 0xd9])])

/** A TIFF block, the lesser byte first, with an orientation and the name of a camera. */
export const tiff = (orientation: number, camera = 'Secret Camera'): Buffer => {
  const name = bytesOf(`${camera}\0`)
  const block = Buffer.alloc(38 + name.length)
  block.write('II*\0', 0, 'latin1')
  block.writeUInt32LE(8, 4)
  block.writeUInt16LE(2, 8)
  const entry = (at: number, values: readonly [tag: number, type: number, count: number, value: number]) => {
    block.writeUInt16LE(values[0], at)
    block.writeUInt16LE(values[1], at + 2)
    block.writeUInt32LE(values[2], at + 4)
    block.writeUInt32LE(values[3], at + 8)
  }
  entry(10, [0x010f, 2, name.length, 38])
  entry(22, [0x0112, 3, 1, orientation])
  name.copy(block, 38)
  return block
}

/** The EXIF segment of a JPEG. */
export const exif = (orientation: number): Buffer => jpegSegment(0xe1, Buffer.concat([bytesOf('Exif\0\0'), tiff(orientation)]))

/** Blocks of at most 255 bytes, and the empty one that ends them. */
export const gifBlocks = (...blocks: readonly Uint8Array[]): Buffer =>
  Buffer.concat([...blocks.map((block) => Buffer.concat([Buffer.from([block.length]), block])), Buffer.from([0])])

export const gifControl = Buffer.from([0x21, 0xf9, 4, 0, 10, 0, 0, 0])
export const gifPicture = Buffer.concat([Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2]), gifBlocks(Buffer.from([0x44, 1]))])
/** An extension by its label. */
export const gifExtension = (label: number, ...blocks: readonly Uint8Array[]): Buffer =>
  Buffer.concat([Buffer.from([0x21, label]), gifBlocks(...blocks)])
export const gifRepeats = gifExtension(0xff, bytesOf('NETSCAPE2.0'), Buffer.from([1, 0, 0]))

/** A GIF of one pixel: these blocks, then a picture. */
export const gif = (...blocks: readonly Uint8Array[]): Buffer =>
  Buffer.concat([
    bytesOf('GIF89a'),
    Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 0, 0]),
    ...blocks,
    gifPicture,
    Buffer.from([0x3b]),
  ])
