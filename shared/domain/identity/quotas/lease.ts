import type { Instant } from '../../../lib/clock.ts'
import { quotaWindow } from './entity.ts'

/** An instance leases at most this part of what is left of a quota, so that it shrinks as the quota runs out. */
const leasedPart = 16
/** Of a quota this part is served by each instance, in each window, before it asks the table for the first time. */
const uncountedPart = 100
/** While the counts cannot be had, an instance serves so many requests between two attempts. */
const servedUnasked = 20

/**
 * How many requests an instance serves in a window before it leases. Most applications send fewer, and cost no write then. They are
 * counted with the first lease. None of a quota below a hundred.
 */
export const uncounted = (quota: number): number => Math.floor(quota / uncountedPart)

/**
 * How many requests to lease: no more than the instance has served in this window already, so that of what instances hold unused
 * there is never more than what was served.
 */
export const leaseSize = (servedHere: number, left: number): number =>
  Math.max(1, Math.min(servedHere, Math.floor(left / leasedPart)))

/** What of a lease of `size` is within the quota, when the count is `total` with it. */
export const granted = (quota: number, total: number, size: number): number => Math.max(0, Math.min(size, quota - (total - size)))

/**
 * How many requests to let through when the count cannot be had. What this instance has served was counted by itself, so the quota is
 * never passed by it alone.
 */
export const sizeWithoutCount = (size: number, quota: number, servedHere: number): number =>
  Math.max(0, Math.min(Math.max(size, servedUnasked), quota - servedHere))

/**
 * When the window of a spender began. Each has minutes of its own, so that not all applications begin again at the same moment;
 * `name` decides when, and the same in every instance.
 */
export const windowStart = (name: string, now: Instant): Instant => {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % quotaWindow
  return now - ((now + hash) % quotaWindow)
}
