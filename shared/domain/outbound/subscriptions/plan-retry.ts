import { hour, type Instant, minute, second } from '../../../lib/clock.ts'

/** How long after a failed attempt the next one is made: twelve attempts in all, over three days. */
const delaysMs = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
]
export const maxAttempts = delaysMs.length + 1

/** From this attempt on the delay is spread by a fifth either way, so that what failed together does not return together. */
const firstSpreadAttempt = 3
const spread = 0.2

/** An attempt that failed. `retryAfter` is the receiver's own word, seconds or an HTTP date; `jitter` is from 0 up to 1. */
export type FailedAttempt = {
  attempt: number
  now: Instant
  jitter: number
  status?: number | undefined
  retryAfter?: string | undefined
}
export type RetryPlan = { kind: 'retry'; delayMs: number } | { kind: 'give-up' }

/**
 * When to try again, if at all. A receiver that answers 429 or 503 may ask for more time by Retry-After: at least the delay
 * of the step, at most twice that or an hour, whichever is more.
 */
export const planRetry = ({ attempt, now, jitter, status, retryAfter }: FailedAttempt): RetryPlan => {
  const step = delaysMs[attempt - 1]
  if (step === undefined) return { kind: 'give-up' }
  const spreadBy = attempt + 1 >= firstSpreadAttempt ? 1 - spread + 2 * spread * jitter : 1
  const own = Math.round(step * spreadBy)
  const asked = status === 429 || status === 503 ? waitOf(retryAfter, now) : undefined
  const delayMs = asked === undefined ? own : Math.min(Math.max(asked, own), Math.max(2 * step, hour))
  return { kind: 'retry', delayMs }
}

/** The milliseconds that a Retry-After header asks for; undefined when it says nothing that can be read. */
const waitOf = (retryAfter: string | undefined, now: Instant): number | undefined => {
  if (retryAfter === undefined) return undefined
  if (/^\s*\d{1,9}\s*$/.test(retryAfter)) return Number(retryAfter) * second
  const at = Date.parse(retryAfter)
  return Number.isNaN(at) ? undefined : at - now
}
