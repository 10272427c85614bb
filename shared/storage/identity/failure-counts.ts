import { lockDuration, SignInAttempts } from '../../domain/identity/oauth/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { raced, retryRaces } from '../../lib/retry.ts'
import type { Key, Table } from '../table/types.ts'

/** Counts of recent failures, forgotten when `memory` milliseconds have passed since the last. `entity` names the items. */
export const failureCounts = (table: Table, entity: string, memory: number = lockDuration) => ({
  get: async (key: Key): Promise<SignInAttempts | undefined> => {
    const item = await table.get(key)
    return item && SignInAttempts.parse(item)
  },

  /** Counts a failure, from one again when the last was long ago; gives the count as it is then. Throws when others keep being first. */
  count: async (key: Key, now: Instant): Promise<SignInAttempts> => {
    const seen = { lastFailedAt: now, ttl: Math.ceil((now + memory) / 1000) }
    const forgotten = now - memory
    const recent = {
      anyOf: [{ attribute: 'pk', is: 'absent' } as const, { attribute: 'lastFailedAt', is: '>', value: forgotten } as const],
    }
    const counted = await retryRaces(table.pause, async () => {
      const more = await table.update({ update: key, add: { failures: 1 }, set: seen, when: [recent] })
      if (more) return SignInAttempts.parse(more)
      const old = { attribute: 'lastFailedAt', is: '<=', value: forgotten } as const
      const begun = await table.write([{ put: { ...key, entity, failures: 1, ...seen }, when: [old] }])
      return begun.ok ? { failures: 1, lastFailedAt: now } : raced
    })
    if (counted === raced) throw new Error(`The count of ${entity} kept changing while it was raised`)
    return counted
  },

  forget: async (key: Key): Promise<void> => {
    await table.write([{ delete: key }])
  },
})
