import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainImage } from '../../../shared/lib/images/image.ts'
import {
  exif,
  gif,
  gifControl,
  gifExtension,
  gifPicture,
  gifRepeats,
  jfif,
  jpeg,
  jpegSegment,
  png,
  pngChunk,
  tiff,
} from '../../support/images.ts'

const secret = Buffer.from('Secret Camera at 52.37 N', 'latin1')
const plain = (bytes: Uint8Array): Buffer => {
  const made = plainImage(bytes)
  if (!made.ok) throw new Error(`not taken: ${JSON.stringify(made.error)}`)
  return Buffer.from(made.value.bytes)
}
const problemOf = (bytes: Uint8Array) => {
  const made = plainImage(bytes)
  return made.ok ? undefined : made.error.kind
}
const concat = (...parts: readonly Uint8Array[]) => Buffer.concat(parts)

describe('the type', () => {
  it.each([
    ['image/png', png()],
    ['image/jpeg', jpeg()],
    ['image/gif', gif()],
  ])('%s is read from the bytes, and an image without metadata stays as it is', (type, bytes) => {
    expect(plainImage(bytes)).toEqual({ ok: true, value: { type, bytes: new Uint8Array(bytes) } })
  })

  it.each([
    ['nothing', ''],
    ['a text', 'Hello'],
    ['a web page', '<!doctype html><script>alert(1)</script>'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a WebP', 'RIFF\x24\0\0\0WEBPVP8 '],
    ['a PDF', '%PDF-1.7'],
  ])('%s is none', (_, text) => expect(problemOf(Buffer.from(text, 'latin1'))).toBe('unknown_type'))
})

describe('a JPEG', () => {
  it('loses EXIF, XMP, profiles, what editors put in, comments and what follows its end', () => {
    const dirty = concat(
      jpeg(
        jfif,
        jpegSegment(0xe1, concat(Buffer.from('http://ns.adobe.com/xap/1.0/\0'), secret)),
        jpegSegment(0xe2, concat(Buffer.from('ICC_PROFILE\0'), secret)),
        jpegSegment(0xed, secret),
        jpegSegment(0xfe, secret),
        exif(1),
      ),
      secret,
    )
    expect(plain(dirty)).toEqual(jpeg(jfif))
  })

  it('keeps its orientation, and nothing else of EXIF', () => {
    const cleaned = plain(jpeg(jfif, exif(6)))
    expect(cleaned.includes('Secret')).toBe(false)
    const at = cleaned.indexOf('Exif')
    expect(cleaned.subarray(at + 6, at + 32).toString('hex')).toBe('4d4d002a00000008000101120003000000010006000000000000')
    expect(plain(cleaned)).toEqual(cleaned)
  })

  it('keeps the color transform, and loses the preview of its JFIF segment and of the comment between scans', () => {
    const adobe = jpegSegment(0xee, concat(Buffer.from('Adobe'), Buffer.from([0, 100, 0, 0, 0, 0, 1]), secret))
    const preview = jpegSegment(0xe0, concat(Buffer.from('JFIF\0'), Buffer.from([1, 1, 1, 0, 72, 0, 72, 1, 1, 9, 9, 9])))
    const cleaned = plain(jpeg(preview, adobe))
    expect(cleaned).toEqual(jpeg(jfif, jpegSegment(0xee, concat(Buffer.from('Adobe'), Buffer.from([0, 100, 0, 0, 0, 0, 1])))))
    const body = jpeg().subarray(0, -2)
    const again = jpegSegment(0xda, Buffer.from([1, 1, 0, 0, 1, 0]))
    const twice = concat(body, jpegSegment(0xfe, secret), again, Buffer.from([0xff, 0, 0xff, 0xd0, 7, 0xff, 0xd9]))
    expect(plain(twice)).toEqual(concat(body, again, Buffer.from([0xff, 0, 0xff, 0xd0, 7, 0xff, 0xd9])))
  })

  it.each([
    ['it has no pixels', concat(Buffer.from([0xff, 0xd8]), jfif, Buffer.from([0xff, 0xd9]))],
    ['a segment is longer than the file', concat(Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff]), secret)],
    ['a segment has no length', Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 1, 0, 0])],
    ['its width is 0', jpeg(jpegSegment(0xc0, Buffer.from([8, 0, 1, 0, 0, 1, 1, 0x11, 0])))],
    ['a second image begins in it', jpeg(Buffer.from([0xff, 0xd8, 0, 2]))],
  ])('is damaged when %s', (_, bytes) => expect(problemOf(bytes)).toBe('damaged'))
})

describe('a PNG', () => {
  it('loses texts, times, profiles, what nobody knows and what follows its end', () => {
    const named = (...names: string[]) => names.map((name) => pngChunk(name, concat(Buffer.from('Comment\0'), secret)))
    const gamma = pngChunk('gAMA', Buffer.from([0, 0, 177, 143]))
    expect(plain(concat(png(...named('tEXt', 'zTXt', 'iTXt', 'iCCP', 'tIME', 'prVt', 'sPLT'), gamma), secret))).toEqual(
      png(gamma),
    )
  })

  it('keeps its orientation, and nothing else of EXIF', () => {
    const cleaned = plain(png(pngChunk('eXIf', tiff(8)), pngChunk('eXIf', tiff(3))))
    expect(cleaned.includes('Secret')).toBe(false)
    expect(cleaned).toEqual(
      png(pngChunk('eXIf', Buffer.from('4d4d002a0000000800010112000300000001000800000000'.padEnd(52, '0'), 'hex'))),
    )
    expect(plain(png(pngChunk('eXIf', tiff(1))))).toEqual(png())
  })

  it.each([
    ['a checksum is wrong', Buffer.from(png()).fill(1, 20, 21)],
    ['it does not begin with its header', concat(png().subarray(0, 8), pngChunk('IDAT'), pngChunk('IEND'))],
    ['it has no pixels', concat(png().subarray(0, 33), pngChunk('IEND'))],
    ['an essential chunk is unknown', png(pngChunk('CgBI'))],
    ['it has two headers', png(png().subarray(8, 33))],
    ['it is larger than anything', concat(png().subarray(0, 8), pngChunk('IHDR', Buffer.alloc(13, 255)), png().subarray(33))],
  ])('is damaged when %s', (_, bytes) => expect(problemOf(bytes)).toBe('damaged'))
})

describe('a GIF', () => {
  it('loses comments, texts with their timing, XMP, other programs data and what follows its end', () => {
    const hidden = gifExtension(0xff, Buffer.from('NETSCAPE2.0'), Buffer.from([1, 0, 0]), secret)
    const xmp = gifExtension(0xff, Buffer.from('XMP DataXMP'), secret, secret)
    const text = gifExtension(0x01, Buffer.alloc(12), secret)
    const dirty = gif(
      hidden,
      xmp,
      gifExtension(0xfe, secret),
      gifControl,
      text,
      gifControl,
      gifExtension(0xfe, secret),
      gifPicture,
    )
    expect(plain(concat(dirty, secret))).toEqual(gif(gifRepeats, gifControl, gifPicture))
  })

  it('takes the older version, and tables of colors of their own', () => {
    const colored = concat(Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x80, 1, 2, 3, 4, 5, 6, 2, 1, 0x44, 0]))
    const old = Buffer.from(gif(colored))
    old.write('GIF87a', 0, 'latin1')
    expect(plain(old)).toEqual(old)
  })

  it('is given the byte at its end that some programs leave out', () => {
    expect(plain(gif().subarray(0, -1))).toEqual(gif())
  })

  it.each([
    ['it has no picture', concat(gif().subarray(0, 19), Buffer.from([0x3b]))],
    ['a block is of no kind', gif(Buffer.from([0x99]))],
    ['its height is 0', Buffer.from(gif()).fill(0, 8, 10)],
  ])('is damaged when %s', (_, bytes) => expect(problemOf(bytes)).toBe('damaged'))
})

const whole = [
  jpeg(jfif, exif(6)),
  png(pngChunk('eXIf', tiff(8)), pngChunk('tEXt', secret)),
  gif(gifRepeats, gifExtension(0xfe, secret)),
]

describe('whatever comes', () => {
  it.each(whole.map((bytes, index) => [['jpeg', 'png', 'gif'][index], bytes] as const))(
    'a %s that is cut short by more than a byte is damaged, or of no type',
    (_, bytes) => {
      for (let length = 0; length < bytes.length - 1; length += 1) expect(problemOf(bytes.subarray(0, length))).toBeDefined()
    },
  )

  it('is an image or a problem, and what was made is not changed again', () => {
    const tampered = fc
      .tuple(
        fc.constantFrom(...whole),
        fc.array(fc.tuple(fc.nat(400), fc.uint8Array({ maxLength: 12 })), { maxLength: 4 }),
        fc.uint8Array({ maxLength: 40 }),
      )
      .map(([image, edits, end]) => {
        const bytes = concat(image, end)
        for (const [at, edit] of edits) bytes.set(edit.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length))
        return bytes
      })
    const random = fc
      .tuple(fc.constantFrom('\x89PNG\r\n\x1a\n', '\xff\xd8\xff', 'GIF89a'), fc.uint8Array({ maxLength: 300 }))
      .map(([start, rest]) => concat(Buffer.from(start, 'latin1'), rest))
    fc.assert(
      fc.property(fc.oneof(tampered, random), (bytes) => {
        const made = plainImage(bytes)
        if (!made.ok) return
        expect(plainImage(made.value.bytes)).toEqual(made)
      }),
      { numRuns: 3_000 },
    )
  })

  it('nests images in metadata without an end, and none of them is kept', () => {
    let nested = jpeg(exif(6))
    for (let depth = 0; depth < 8; depth += 1) nested = jpeg(jpegSegment(0xe1, concat(Buffer.from('Exif\0\0'), nested)))
    expect(plain(nested)).toEqual(jpeg())
  })

  it('is read in time that grows with its length: four million bytes of the smallest parts', () => {
    const size = 4_000_000
    const segments = Buffer.alloc(size, Buffer.from([0xff, 0xdd, 0, 2]))
    expect(plain(concat(jpeg().subarray(0, 2), segments, jpeg().subarray(2))).length).toBeGreaterThan(size)
    expect(problemOf(concat(gif().subarray(0, 19), Buffer.alloc(size, Buffer.from([0x21, 0xfe, 0]))))).toBe('damaged')
    expect(problemOf(concat(jpeg().subarray(0, -2), Buffer.alloc(size, 0xff)))).toBe('damaged')
  })
})
