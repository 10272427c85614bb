import type { Revocation } from '../domain/identity/oauth/entity.ts'
import { type Clock, hour, minute, second } from '../lib/clock.ts'
import { describeError, log } from '../lib/log.ts'

/** The grants that were ended while access tokens of theirs live on. */
export type Revocations = {
  /** Resolves when the list may be asked: at once, except for an instance that has no list or has long been idle. */
  ready: () => Promise<void>
  has: (grantId: string) => boolean
}

/** While an instance serves, its list is read again this often, beside the requests. */
const readEvery = 2 * second
/** A list this old is not trusted: an idle instance is frozen, and wakes up with what it knew. */
const tooOld = 10 * second
/** Instances' and writers' clocks differ, and an index entry may come late: each reading begins so much before the last. */
const overlap = 30 * second
/** What the first reading goes back: longer than any access token lives. */
const horizon = hour + minute

/** Keeps the list of ended grants. `read` gives those that were ended at an instant or later. */
export const revocationList = (read: (from: number) => Promise<Revocation[]>, now: Clock): Revocations => {
  const ended = new Map<string, number>()
  let readAt = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | undefined

  const readNew = async () => {
    const startedAt = now()
    const from = Math.max(readAt - overlap, startedAt - horizon)
    for (const { grantId, revokedAt } of await read(from)) ended.set(grantId, revokedAt)
    readAt = startedAt
    for (const [grantId, revokedAt] of ended) if (revokedAt < startedAt - horizon) ended.delete(grantId)
  }
  const readOnce = () => {
    reading ??= readNew().finally(() => {
      reading = undefined
    })
    return reading
  }

  return {
    ready: async () => {
      const age = now() - readAt
      if (age >= tooOld) return readOnce()
      if (age >= readEvery) {
        readOnce().catch((thrown: unknown) => log('warn', 'the list of ended grants could not be read', describeError(thrown)))
      }
    },
    has: (grantId) => ended.has(grantId),
  }
}
