import { normalUsername } from '../../domain/identity/administrators/entity.ts'
import { lockDuration, Session, SignInAttempts } from '../../domain/identity/oauth/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { raced, retryRaces } from '../../lib/retry.ts'
import { sha256 } from '../../lib/secrets.ts'
import { sessionKey, signInAttemptsKey } from '../keys/identity.ts'
import { eventWrites } from '../record/event-writes.ts'
import type { Table } from '../table/types.ts'

/** Who is signed in at the pages, and recent wrong passwords: both are known before any tenant is. */
export const signInStore = (table: Table) => ({
  addSession: async (hash: string, session: Session, event?: Event): Promise<void> => {
    const item = { ...session, ...sessionKey(hash), entity: 'session', ttl: Math.ceil(session.expiresAt / 1000) }
    await table.write([{ put: item, when: [{ attribute: 'pk', is: 'absent' }] }, ...eventWrites(session.accountId, event)])
  },

  /** The session, unless it is over. */
  getSession: async (hash: string, now: Instant): Promise<Session | undefined> => {
    const item = await table.get(sessionKey(hash))
    const session = item && Session.parse(item)
    return session && session.expiresAt > now ? session : undefined
  },

  removeSession: async (hash: string): Promise<void> => {
    await table.write([{ delete: sessionKey(hash) }])
  },

  attempts: async (username: string): Promise<SignInAttempts | undefined> => {
    const item = await table.get(attemptsKey(username))
    return item && SignInAttempts.parse(item)
  },

  /** Counts a wrong password, from one again when the last was long ago; gives the count as it is then. Throws when others keep being first. */
  countFailure: async (username: string, now: Instant): Promise<SignInAttempts> => {
    const key = attemptsKey(username)
    const seen = { lastFailedAt: now, ttl: Math.ceil((now + lockDuration) / 1000) }
    const forgotten = now - lockDuration
    const recent = {
      anyOf: [{ attribute: 'pk', is: 'absent' } as const, { attribute: 'lastFailedAt', is: '>', value: forgotten } as const],
    }
    const counted = await retryRaces(table.pause, async () => {
      const more = await table.update({ update: key, add: { failures: 1 }, set: seen, when: [recent] })
      if (more) return SignInAttempts.parse(more)
      const old = { attribute: 'lastFailedAt', is: '<=', value: forgotten } as const
      const begun = await table.write([{ put: { ...key, entity: 'sign-in-attempts', failures: 1, ...seen }, when: [old] }])
      return begun.ok ? { failures: 1, lastFailedAt: now } : raced
    })
    if (counted === raced) throw new Error('The count of wrong passwords kept changing while it was raised')
    return counted
  },

  forgetFailures: async (username: string): Promise<void> => {
    await table.write([{ delete: attemptsKey(username) }])
  },
})

const attemptsKey = (username: string) => signInAttemptsKey(sha256(normalUsername(username)))
