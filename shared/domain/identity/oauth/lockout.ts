import { day, type Instant, second } from '../../../lib/clock.ts'
import type { Failures } from '../guesses/entity.ts'
import { chosenSecrets, waitsUntil } from '../guesses/slow-down.ts'
import { type Attempts, knownPlaceMemory, type SignInAttempts } from './entity.ts'

/** After so many wrong passwords for one username, wherever they came from, only places where its owner has signed in before are let in. */
export const maxWrongPasswords = 300
/** Until so much time has passed since the last. */
const closedFor = day

/** What a refused sign-in says of the username, whether it exists or not. */
export type LockState = { retryCount: number; locked: boolean; retryAfterSeconds?: number }

/** Where a username stands for whoever is at this place. Wrong passwords from before a new one was set do not count. */
export const lockState = ({ here, inAll, knownAt }: Attempts, now: Instant): LockState => {
  const counted = here && here.lastFailedAt > (inAll?.forgivenAt ?? 0) ? here : undefined
  const until = waitsUntil(chosenSecrets, counted, now) ?? closedUntil(inAll, knownAt, now)
  const retryCount = counted && now < counted.lastFailedAt + day ? counted.failures : 0
  if (until === undefined) return { retryCount, locked: false }
  return { retryCount, locked: true, retryAfterSeconds: Math.ceil((until - now) / second) }
}

/** What a username looks like from no place in particular. */
export const overallState = (inAll: SignInAttempts | undefined, now: Instant): LockState => {
  const retryCount = inAll && now < inAll.lastFailedAt + closedFor ? inAll.failures : 0
  return { retryCount, locked: closedUntil(inAll, undefined, now) !== undefined }
}

const closedUntil = (inAll: Failures | undefined, knownAt: Instant | undefined, now: Instant): Instant | undefined => {
  if (!inAll || inAll.failures < maxWrongPasswords || isKnown(knownAt, now)) return undefined
  const until = inAll.lastFailedAt + closedFor
  return now < until ? until : undefined
}

/** Whether the owner of a username has signed in from the place. */
export const isKnown = (knownAt: Instant | undefined, now: Instant): boolean =>
  knownAt !== undefined && now < knownAt + knownPlaceMemory
