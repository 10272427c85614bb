import { normalUsername } from '../../domain/identity/administrators/entity.ts'
import { failureMemory } from '../../domain/identity/guesses/entity.ts'
import { type Attempts, knownPlaceMemory, Session, type SignInAttempts } from '../../domain/identity/oauth/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { sha256 } from '../../lib/secrets.ts'
import { attemptsFromKey, knownPlaceKey, lastSignInKey, sessionKey, signInAttemptsKey } from '../keys/identity.ts'
import { eventWrites } from '../record/event-writes.ts'
import type { Table, Write } from '../table/types.ts'
import { failureCounts } from './failure-counts.ts'

/** Who signed in when, and from where if that is to be noted. */
export type SignInNote = { username: string; at: Instant; newPlace?: string | undefined }

/** Who is signed in at the pages, and recent wrong passwords: both are known before any tenant is. */
export const signInStore = (table: Table) => {
  const counts = failureCounts(table, attemptsEntity, failureMemory)
  return {
    /** Adds a session, with the event and the note of the sign-in that it comes from, when it comes from one. */
    addSession: async (hash: string, session: Session, event?: Event, signIn?: SignInNote): Promise<void> => {
      const item = { ...session, ...sessionKey(hash), entity: 'session', ttl: Math.ceil(session.expiresAt / 1000) }
      await table.write([
        { put: item, when: [{ attribute: 'pk', is: 'absent' }] },
        ...(signIn ? notingSignIn(signIn) : []),
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

    /** What is known of the username and of the place that a password came from. */
    attempts: async (username: string, from: string): Promise<Attempts> => {
      const hash = hashOf(username)
      const [here, inAll, known] = await Promise.all([
        counts.get(attemptsFromKey(hash, from)),
        counts.get(signInAttemptsKey(hash)),
        table.get(knownPlaceKey(hash, from)),
      ])
      // `notingSignIn` below is the only writer of these items.
      return { here, inAll, knownAt: known?.at as Instant | undefined }
    },

    /** Recent wrong passwords, wherever they came from. */
    attemptsInAll: (username: string): Promise<SignInAttempts | undefined> => counts.get(signInAttemptsKey(hashOf(username))),

    /** Counts a wrong password, and gives the counts as they are then. Throws when others keep being first. */
    countFailure: async (username: string, from: string, now: Instant) => {
      const hash = hashOf(username)
      const [here, inAll] = await Promise.all([
        counts.count(attemptsFromKey(hash, from), now),
        counts.count(signInAttemptsKey(hash), now),
      ])
      return { here, inAll }
    },

    /** Forgets the wrong passwords of one place, since a right one came from there. */
    forgetFailuresFrom: (username: string, from: string): Promise<void> => counts.forget(attemptsFromKey(hashOf(username), from)),

    /** Forgets all wrong passwords, since a new one was set. */
    forgetFailures: async (username: string, now: Instant): Promise<void> => {
      const ttl = Math.ceil((now + failureMemory) / 1000)
      const none: SignInAttempts = { failures: 0, lastFailedAt: now, forgivenAt: now }
      await table.write([{ put: { ...signInAttemptsKey(hashOf(username)), entity: attemptsEntity, ...none, ttl } }])
    },

    /** Keeps the event that somebody guesses the password of an administrator. */
    noteGuessing: async (accountId: AccountId, event: Event): Promise<void> => {
      await table.write(eventWrites(accountId, event))
    },

    /** When somebody last signed in with this username; undefined for never. */
    lastSuccess: async (username: string): Promise<Instant | undefined> => {
      const item = await table.get(lastSignInKey(hashOf(username)))
      // `notingSignIn` below is the only writer of these items.
      return item && (item.at as Instant)
    },
  }
}

/** Notes when, and from which new place, somebody signed in: writes for the transaction that begins what they signed in to. */
export const notingSignIn = ({ username, at, newPlace }: SignInNote): Write[] => {
  const hash = hashOf(username)
  const last: Write = { put: { ...lastSignInKey(hash), entity: 'last-sign-in', at } }
  if (newPlace === undefined) return [last]
  const ttl = Math.ceil((at + knownPlaceMemory) / 1000)
  return [last, { put: { ...knownPlaceKey(hash, newPlace), entity: 'known-place', at, ttl } }]
}

/** Forgets how somebody who is deleted signed in: writes for a transaction of another store. */
export const forgettingSignIns = (username: string): Write[] => [
  { delete: signInAttemptsKey(hashOf(username)) },
  { delete: lastSignInKey(hashOf(username)) },
]

const attemptsEntity = 'sign-in-attempts'
const hashOf = (username: string) => sha256(normalUsername(username))
