import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { second } from '../../shared/lib/clock.ts'
import { panelNeighbours, quietChanges } from '../support/panel-neighbours.ts'
import { noon } from '../support/sender.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: noon })
})
afterEach(() => {
  vi.useRealTimers()
})

const importMs = 10 * second

/** After how long the compiles of an account's changes begin while another account imports so many people. */
const latencies = async (change: keyof typeof quietChanges, people: number): Promise<number[]> => {
  vi.clearAllTimers()
  vi.setSystemTime(noon)
  const run = await panelNeighbours()
  const measured = run(quietChanges[change], people, importMs)
  await vi.advanceTimersByTimeAsync(importMs + second)
  return measured
}

it.each([
  ['suspends a card', 'suspends'],
  ['lets a group pass a door', 'grants'],
] as const)(
  "an account that %s beside another's import of 10,000 people waits at most twice as long as alone",
  async (_, change) => {
    const alone = await latencies(change, 0)
    const beside = await latencies(change, 10_000)
    expect(alone.length).toBeGreaterThanOrEqual(8)
    expect(Math.max(...beside)).toBeLessThanOrEqual(2 * Math.max(...alone))
  },
  60_000,
)
