import { expect, it } from 'vitest'
import { framesOf } from '../../../local/simulator/socket.ts'

const wholeOf = (frames: ReturnType<typeof framesOf>) => Buffer.concat(frames.map(({ bytes }) => bytes)).toString('utf8')

it.each([
  ['', 1],
  ['x'.repeat(32_768), 1],
  ['x'.repeat(32_769), 2],
  ['€'.repeat(40_000), 4],
])('a long message goes in frames that the network takes', (text, count) => {
  const frames = framesOf(text)
  expect(frames).toHaveLength(count)
  expect(Math.max(...frames.map(({ bytes }) => bytes.length))).toBeLessThanOrEqual(32_768)
  expect(frames.map(({ isLast }) => isLast)).toEqual([...Array(count - 1).fill(false), true])
  expect(wholeOf(frames)).toBe(text)
})
