import type { DemoView } from './demo.ts'
import { gifOf } from './gif.ts'

const [width, height] = [192, 108]
const maxFrames = 12
const floorAt = 84

/** Wall, floor, door, frame of the door, person, face, black, white. The first two are the camera's own. */
const colours = [0, 0, 0x8a5a32, 0x5b3a1e, 0x2b4c7e, 0xe0b48c, 0x101418, 0xf4f6f8]
const walls = [0xb9c4c9, 0xc9c0b2, 0xb7c7b4, 0xc4b8c6, 0xa9b9cc, 0xcfcfc4, 0xc7b3a6, 0xaebfbd]
const floors = [0x6f777b, 0x7b7064, 0x6a7868, 0x766c78, 0x626f7e, 0x7c7c72, 0x7a695e, 0x66736f]
const [wall, floor, door, doorFrame, coat, face, black, white] = [0, 1, 2, 3, 4, 5, 6, 7] as const

/** Rows of three points for each sign, the highest bit on the left. */
const signs: Readonly<Record<string, readonly number[]>> = {
  0: [7, 5, 5, 5, 7],
  1: [2, 6, 2, 2, 7],
  2: [7, 1, 7, 4, 7],
  3: [7, 1, 7, 1, 7],
  4: [5, 5, 7, 1, 1],
  5: [7, 4, 7, 1, 7],
  6: [7, 4, 7, 5, 7],
  7: [7, 1, 1, 2, 2],
  8: [7, 5, 7, 5, 7],
  9: [7, 5, 7, 1, 7],
  ':': [0, 2, 0, 2, 0],
  '-': [0, 0, 7, 0, 0],
  Z: [7, 1, 2, 4, 7],
}

/** A GIF of somebody who comes to a door and passes it, with the time in UTC; the same for the same view. */
export const drawDemoView = ({ seed, startAt, endAt }: DemoView): Uint8Array<ArrayBuffer> => {
  const drawn = [...seed].reduce((sum, letter) => sum + letter.charCodeAt(0), 0)
  const count = Math.min(maxFrames, Math.max(2, Math.ceil((endAt - startAt) / 1_000)))
  const fromRight = drawn % 2 === 1
  const frames = Array.from({ length: count }, (_, index) => {
    const passed = index / (count - 1)
    return frameAt(startAt + passed * (endAt - startAt), fromRight ? 1 - passed : passed)
  })
  const palette = colours.with(wall, walls[drawn % walls.length] ?? 0).with(floor, floors[drawn % floors.length] ?? 0)
  return gifOf({ width, height, palette, frames, delayCentiseconds: 40 })
}

/** `place` is how far from the left edge the person is, from 0 to 1. */
const frameAt = (at: number, place: number): Uint8Array => {
  const points = new Uint8Array(width * height)
  const fill = (left: number, top: number, wide: number, high: number, colour: number) => {
    for (let row = Math.max(0, top); row < Math.min(height, top + high); row += 1)
      points.fill(colour, row * width + Math.max(0, left), row * width + Math.min(width, Math.max(0, left + wide)))
  }
  fill(0, 0, width, height, wall)
  fill(0, floorAt, width, height - floorAt, floor)
  fill(76, 18, 40, floorAt - 18, doorFrame)
  fill(79, 21, 34, floorAt - 21, door)
  fill(107, 52, 3, 3, white)
  const left = Math.round(place * (width + 20)) - 20
  fill(left + 5, 36, 10, 11, face)
  fill(left + 2, 47, 16, 26, coat)
  fill(left + 4, 73, 5, 23, black)
  fill(left + 11, 73, 5, 23, black)
  write(`${new Date(at).toISOString().slice(0, 19)}Z`.replace('T', ' '), fill)
  return points
}

const write = (text: string, fill: (left: number, top: number, wide: number, high: number, colour: number) => void) => {
  fill(0, 0, width, 14, black)
  for (const [place, letter] of [...text].entries())
    for (const [row, bits] of (signs[letter] ?? []).entries())
      for (const column of [0, 1, 2]) if (bits & (4 >> column)) fill(6 + place * 8 + column * 2, 2 + row * 2, 2, 2, white)
}
