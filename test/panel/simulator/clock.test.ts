import { describe, expect, it } from 'vitest'
import { backoffMs } from '../../../local/simulator/backoff.ts'
import { createPanelClock } from '../../../local/simulator/clock.ts'

const start = 1_800_000_000_000

const setUp = () => {
  const wall = { now: start }
  return { wall, clock: createPanelClock(() => wall.now) }
}

describe('the clock of a panel', () => {
  it('is not trusted before the cloud said what time it is', () => {
    const { clock } = setUp()
    expect(clock.isSynchronized()).toBe(false)
    clock.learn(start, start)
    expect(clock.isSynchronized()).toBe(true)
  })

  it('corrects itself by what the cloud said, half a round trip ago', () => {
    const { wall, clock } = setUp()
    wall.now = start + 2_000
    clock.learn(start + 61_000, start)
    expect(clock.now()).toBe(start + 62_000)
    expect(clock.isSynchronized()).toBe(true)
  })

  it('does not take the time from an answer that took too long', () => {
    const { wall, clock } = setUp()
    wall.now = start + 10_001
    clock.learn(start, start)
    expect(clock.isSynchronized()).toBe(false)
  })

  it('is trusted up to 5 seconds of skew, either way', () => {
    const { clock } = setUp()
    clock.learn(start, start)
    for (const [skew, isTrusted] of [
      [5, true],
      [-5, true],
      [5.001, false],
      [-5.001, false],
      [3_600, false],
    ] as const) {
      clock.skew(skew)
      expect(clock.isSynchronized(), `${skew} s`).toBe(isTrusted)
    }
  })

  it('stays wrong while it is skewed on purpose, whatever the cloud says, and is right again after', () => {
    const { clock } = setUp()
    clock.skew(60)
    clock.learn(start, start)
    expect(clock.now()).toBe(start + 60_000)
    expect(clock.cloudNow()).toBe(start)
    clock.skew(0)
    expect(clock.now()).toBe(start)
    expect(clock.isSynchronized()).toBe(true)
  })

  it('helps to connect by the time of a refusal, and is not trusted for that', () => {
    const { clock } = setUp()
    clock.learnCoarsely(start + 86_400_000)
    expect(clock.cloudNow()).toBe(start + 86_400_000)
    expect(clock.now()).toBe(start)
    expect(clock.isSynchronized()).toBe(false)
  })
})

describe('the wait before another try', () => {
  it('grows up to its limit, and is spread at random', () => {
    expect([0, 1, 2, 3, 4, 50].map((attempt) => backoffMs(attempt, 100, 1_000, 1))).toEqual([100, 200, 400, 800, 1_000, 1_000])
    expect(backoffMs(3, 100, 1_000, 0)).toBe(80)
  })
})
