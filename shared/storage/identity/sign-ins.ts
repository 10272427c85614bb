import { normalUsername } from '../../domain/identity/administrators/entity.ts'
import { Session, type SignInAttempts } from '../../domain/identity/oauth/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { sha256 } from '../../lib/secrets.ts'
import { lastSignInKey, sessionKey, signInAttemptsKey } from '../keys/identity.ts'
import { eventWrites } from '../record/event-writes.ts'
import type { Table, Write } from '../table/types.ts'
import { failureCounts } from './failure-counts.ts'

/** Who signed in when. */
export type SignInNote = { username: string; at: Instant }

/** Who is signed in at the pages, and recent wrong passwords: both are known before any tenant is. */
export const signInStore = (table: Table) => ({
  /** Adds a session, with the event and the note of the sign-in that it comes from, when it comes from one. */
  addSession: async (hash: string, session: Session, event?: Event, signIn?: SignInNote): Promise<void> => {
    const item = { ...session, ...sessionKey(hash), entity: 'session', ttl: Math.ceil(session.expiresAt / 1000) }
    await table.write([
      { put: item, when: [{ attribute: 'pk', is: 'absent' }] },
      ...(signIn ? [notingSignIn(signIn)] : []),
      ...eventWrites(session.accountId, event),
    ])
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

  /** Forgets wrong passwords, since a new one was set. */
  forgetFailures: (username: string): Promise<void> => failureCounts(table, attemptsEntity).forget(attemptsKey(username)),

  /** When somebody last signed in with this username; undefined for never. */
  lastSuccess: async (username: string): Promise<Instant | undefined> => {
    const item = await table.get(lastSignInKey(sha256(normalUsername(username))))
    // `notingSignIn` below is the only writer of these items.
    return item && (item.at as Instant)
  },
})

/** Notes when somebody signed in: a write for the transaction that begins what they signed in to. */
export const notingSignIn = ({ username, at }: SignInNote): Write => ({
  put: { ...lastSignInKey(sha256(normalUsername(username))), entity: 'last-sign-in', at },
})

/** Forgets how somebody who is deleted signed in: writes for a transaction of another store. */
export const forgettingSignIns = (username: string): Write[] => [
  { delete: attemptsKey(username) },
  { delete: lastSignInKey(sha256(normalUsername(username))) },
]

const attemptsEntity = 'sign-in-attempts'
const attemptsKey = (username: string) => signInAttemptsKey(sha256(normalUsername(username)))
