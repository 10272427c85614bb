/** Pictures of one size, each a palette index for every point, row by row. `palette` is of 2, 4, 8 … 256 colours, `0xRRGGBB`. */
export type Animation = {
  width: number
  height: number
  palette: readonly number[]
  frames: readonly Uint8Array[]
  /** How long each picture stays, in hundredths of a second. */
  delayCentiseconds: number
}

const maxCodeBits = 12

/** The animation as a GIF that begins again at its end (GIF89a, with Netscape's extension for that). */
export const gifOf = ({ width, height, palette, frames, delayCentiseconds }: Animation): Uint8Array<ArrayBuffer> => {
  const paletteBits = Math.log2(palette.length)
  const codeBits = Math.max(2, paletteBits)
  const bytes: number[] = [
    ...ascii('GIF89a'),
    ...[width, height].flatMap(uint16),
    0x80 | (paletteBits - 1),
    0,
    0,
    ...palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]),
    ...[0x21, 0xff, 11, ...ascii('NETSCAPE2.0'), 3, 1, 0, 0, 0],
  ]
  for (const frame of frames) {
    bytes.push(0x21, 0xf9, 4, 0, ...uint16(delayCentiseconds), 0, 0)
    bytes.push(0x2c, 0, 0, 0, 0, ...uint16(width), ...uint16(height), 0, codeBits)
    const data = compressed(frame, codeBits)
    for (let start = 0; start < data.length; start += 255) {
      const block = data.slice(start, start + 255)
      bytes.push(block.length, ...block)
    }
    bytes.push(0)
  }
  return Uint8Array.from([...bytes, 0x3b])
}

const ascii = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0))
const uint16 = (value: number): number[] => [value & 255, value >> 8]

/** LZW as GIF has it: codes of growing size, the lowest bits first; the table begins again when it is full. */
const compressed = (pixels: Uint8Array, codeBits: number): number[] => {
  const clear = 1 << codeBits
  const out: number[] = []
  let [buffer, held, size, next] = [0, 0, codeBits + 1, clear + 2]
  const table = new Map<number, number>()
  const put = (code: number) => {
    buffer |= code << held
    for (held += size; held >= 8; held -= 8) {
      out.push(buffer & 255)
      buffer >>= 8
    }
  }
  put(clear)
  let prefix = pixels[0] ?? 0
  for (const pixel of pixels.subarray(1)) {
    const key = (prefix << 8) | pixel
    const known = table.get(key)
    if (known !== undefined) {
      prefix = known
      continue
    }
    put(prefix)
    if (next < 1 << maxCodeBits) {
      table.set(key, next)
      if (next === 1 << size) size += 1
      next += 1
    } else {
      put(clear)
      table.clear()
      size = codeBits + 1
      next = clear + 2
    }
    prefix = pixel
  }
  put(prefix)
  put(clear + 1)
  if (held > 0) out.push(buffer & 255)
  return out
}
