import { normalUsername } from '../../domain/identity/administrators/entity.ts'
import { Session, type SignInAttempts } from '../../domain/identity/oauth/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { sha256 } from '../../lib/secrets.ts'
import { sessionKey, signInAttemptsKey } from '../keys/identity.ts'
import { eventWrites } from '../record/event-writes.ts'
import type { Table } from '../table/types.ts'
import { failureCounts } from './failure-counts.ts'

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

  attempts: (username: string): Promise<SignInAttempts | undefined> =>
    failureCounts(table, attemptsEntity).get(attemptsKey(username)),

  /** Counts a wrong password, from one again when the last was long ago; gives the count as it is then. Throws when others keep being first. */
  countFailure: (username: string, now: Instant): Promise<SignInAttempts> =>
    failureCounts(table, attemptsEntity).count(attemptsKey(username), now),

  forgetFailures: (username: string): Promise<void> => failureCounts(table, attemptsEntity).forget(attemptsKey(username)),
})

const attemptsEntity = 'sign-in-attempts'
const attemptsKey = (username: string) => signInAttemptsKey(sha256(normalUsername(username)))
