import { describe, expect, it } from 'vitest'
import { drawDemoView } from '../../../shared/adapters/video/demo-scene.ts'
import { gifOf } from '../../../shared/adapters/video/gif.ts'

/** Reads a GIF as a viewer does: the points of each picture. Throws when it is none. */
const framesOf = (bytes: Uint8Array): number[][] => {
  let at = 13 + 3 * 2 ** (((bytes[10] ?? 0) & 7) + 1)
  const blocks = () => {
    const data: number[] = []
    for (let size = bytes[at++] ?? 0; size > 0; size = bytes[at++] ?? 0) {
      data.push(...bytes.subarray(at, at + size))
      at += size
    }
    return data
  }
  const frames: number[][] = []
  for (let mark = bytes[at++]; mark !== 0x3b; mark = bytes[at++]) {
    if (mark === 0x21) {
      at += 1
      blocks()
    } else if (mark === 0x2c) {
      at += 9
      const codeBits = bytes[at++] ?? 0
      frames.push(pointsOf(blocks(), codeBits))
    } else throw new Error(`No GIF: ${mark} at ${at - 1}`)
  }
  return frames
}

const pointsOf = (data: number[], codeBits: number): number[] => {
  const clear = 2 ** codeBits
  const fresh = () => Array.from({ length: clear + 2 }, (_, code) => [code])
  const points: number[] = []
  let [table, size, bit, previous] = [fresh(), codeBits + 1, 0, [] as number[]]
  for (;;) {
    let code = 0
    for (let place = 0; place < size; place += 1, bit += 1) code += (((data[bit >> 3] ?? 0) >> (bit & 7)) & 1) << place
    if (code === clear) [table, size, previous] = [fresh(), codeBits + 1, []]
    else if (code === clear + 1) return points
    else {
      const entry = table[code] ?? [...previous, previous[0] ?? 0]
      points.push(...entry)
      if (previous.length > 0 && table.length < 4096) table.push([...previous, entry[0] ?? 0])
      if (table.length === 2 ** size && size < 12) size += 1
      previous = entry
    }
  }
}

describe('a GIF', () => {
  it.each([
    ['one colour', () => 3],
    ['a pattern', (place: number) => place % 5],
    [
      'noise that fills the table of codes',
      (place: number) => (place * 7919 + (place >> 3) * 104_729 + ((place * place) % 31)) % 8,
    ],
  ])('has every point of its pictures: %s', (_, colourAt) => {
    const [width, height] = [160, 120]
    const picture = Uint8Array.from({ length: width * height }, (_point, place) => colourAt(place))
    const palette = [0, 0xff0000, 0x00ff00, 0x0000ff, 0xffff00, 0x00ffff, 0xff00ff, 0xffffff]
    const gif = gifOf({ width, height, palette, frames: [picture, picture.toReversed()], delayCentiseconds: 10 })
    expect(framesOf(gif)).toEqual([[...picture], [...picture.toReversed()]])
  })
})

describe('a view of a camera of the demo', () => {
  const view = { seed: 'abc', startAt: Date.UTC(2026, 2, 2, 12), endAt: Date.UTC(2026, 2, 2, 12, 0, 30) }

  it('moves, and is of the size that it says', () => {
    const frames = framesOf(drawDemoView(view))
    expect(frames).toHaveLength(12)
    expect(new Set(frames.map((frame) => frame.join(''))).size).toBe(12)
    for (const frame of frames) expect(frame).toHaveLength(192 * 108)
  })

  it('is the same for the same view, and another for another camera or time', () => {
    const drawn = Buffer.from(drawDemoView(view))
    expect(drawn.equals(drawDemoView(view))).toBe(true)
    expect(drawn.equals(drawDemoView({ ...view, seed: 'abd' }))).toBe(false)
    expect(drawn.equals(drawDemoView({ ...view, startAt: view.startAt + 1_000 }))).toBe(false)
  })
})
