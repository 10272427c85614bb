import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Post } from '../../functions/webhook-sender/post.ts'
import { fastLimitMs } from '../../shared/domain/outbound/subscriptions/lane.ts'
import type { Posted } from '../../shared/domain/outbound/subscriptions/settle.ts'
import { minute, second } from '../../shared/lib/clock.ts'
import { quietLatencies } from '../support/neighbours.ts'
import { noon } from '../support/sender.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: noon })
})
afterEach(() => {
  vi.useRealTimers()
})

const answerMs = 50

/** What receivers do, by their paths; `arrived` is called for those that accept at once. */
const posts = (limitMs: number, arrived: (deliveryId: string) => void): Post => {
  const ended = async (durationMs: number, how: Partial<Posted['attempt']>): Promise<Posted> => {
    const at = Date.now()
    await new Promise((done) => setTimeout(done, durationMs))
    return { attempt: { at, durationMs, ...how } }
  }
  return ({ url, headers }) => {
    if (url.pathname.startsWith('/hang')) return ended(limitMs, { failure: 'timeout' })
    if (url.pathname.startsWith('/slow')) return ended(2_500, { status: 200 })
    if (url.pathname.startsWith('/nonsense')) return ended(answerMs, { failure: 'protocol' })
    arrived(headers['webhook-id'] ?? '')
    return ended(answerMs, { status: 200 })
  }
}

/** How long the webhooks of an account with an event each second take, for half a minute. */
const latencies = async (neighbours: readonly string[]): Promise<number[]> => {
  vi.clearAllTimers()
  vi.setSystemTime(noon)
  const arrivedAt = new Map<string, number>()
  const arrived = (deliveryId: string) => arrivedAt.set(deliveryId, Date.now())
  const measured = quietLatencies({
    quietUrl: 'http://127.0.0.1/fine',
    noisyUrls: neighbours.map((path, index) => `http://127.0.0.1/${path}/${index}`),
    posts: { fast: posts(fastLimitMs, arrived), slow: posts(15 * second, arrived) },
    forMs: 30 * second,
    quietEveryMs: second,
    arrivedAt,
  })
  await vi.advanceTimersByTimeAsync(minute)
  return measured
}

describe("an account's webhooks, beside another account's 20 receivers", () => {
  it.each([
    ['that hang', ['hang']],
    ['that answer slowly', ['slow']],
    ['that answer nonsense', ['nonsense']],
    ['of each kind', ['hang', 'slow', 'nonsense']],
  ])('%s, take at most 3 s longer once, and then at most twice as long as alone', async (_, kinds) => {
    const alone = Math.max(...(await latencies([])))
    const beside = await latencies(Array.from({ length: 20 }, (_, index) => kinds[index % kinds.length] ?? ''))
    expect(beside.length).toBeGreaterThanOrEqual(29)
    expect(Math.max(...beside)).toBeLessThanOrEqual(fastLimitMs + alone)
    expect(Math.max(...beside.slice(4))).toBeLessThanOrEqual(2 * alone)
  })
})
