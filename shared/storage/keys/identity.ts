import type { ApiKeyName } from '../../domain/identity/api-keys/entity.ts'
import type { Guess } from '../../domain/identity/guesses/entity.ts'
import type { RequestPlace } from '../../domain/identity/idempotency/entity.ts'
import type { Budget, Spender } from '../../domain/identity/quotas/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId, AdministratorId, ApplicationId } from '../../lib/ids.ts'
import { sha256 } from '../../lib/secrets.ts'
import type { Key } from '../table/types.ts'
import { accountPrefix, paddedId, paddedInstant, relationKey, relationPartition } from './common.ts'

/** What an administrator granted to an application, and what leads to a grant. Codes and sessions are named by their SHA-256. */
export const grantKey = (grantId: string): Key => ({ pk: `T#grant#${grantId}`, sk: 'grant' })
export const codeKey = (hash: string): Key => ({ pk: `T#code#${hash}`, sk: 'code' })
export const sessionKey = (hash: string): Key => ({ pk: `T#session#${hash}`, sk: 'session' })
/** What the signer is asked to sign, by the SHA-256 of a secret. */
export const tokenRequestKey = (hash: string): Key => ({ pk: `T#token-request#${hash}`, sk: 'token-request' })
/** Recent wrong passwords; by the username's SHA-256, since anybody may try any text as a username. */
export const signInAttemptsKey = (hash: string): Key => ({ pk: `T#sign-in#${hash}`, sk: 'attempts' })
/** Wrong guesses from one network; in a partition of their own, so that whoever guesses slows nobody else's reads. */
export const guessesKey = ({ secret, owner, from }: Guess): Key => ({
  pk: `T#guesses#${secret}#${sha256(`${owner}\n${from}`)}`,
  sk: 'guesses',
})
/** The same for a username and a place; and that somebody has signed in from there. */
export const attemptsFromKey = (hash: string, from: string): Key => ({ pk: `T#sign-in#${hash}#${sha256(from)}`, sk: 'attempts' })
export const knownPlaceKey = (hash: string, from: string): Key => ({ pk: `T#sign-in#${hash}#${sha256(from)}`, sk: 'known' })
/** When somebody last signed in with a username: for usernames of administrators only. */
export const lastSignInKey = (hash: string): Key => ({ pk: `T#sign-in#${hash}`, sk: 'last' })

/** The service token of an administrator. */
export const serviceTokenKey = (accountId: AccountId, administratorId: AdministratorId): Key => ({
  pk: `${accountPrefix(accountId)}#service-token`,
  sk: paddedId(administratorId),
})

/** The api keys of an application. */
export const apiKeyPartition = (accountId: AccountId, applicationId: ApplicationId) =>
  relationPartition(accountId, 'application-api-keys', applicationId)
export const apiKeyKey = ({ accountId, applicationId, id }: ApiKeyName): Key =>
  relationKey(accountId, 'application-api-keys', applicationId, id)

/** Grants, as they are listed with their account: by administrator, then by application. */
export const authorizationPartition = (accountId: AccountId) => `${accountPrefix(accountId)}#authorization`
export const authorizationKey = (
  accountId: AccountId,
  administratorId: AdministratorId,
  clientId: string,
  grantId: string,
): Key => ({ pk: authorizationPartition(accountId), sk: `${paddedId(administratorId)}#${clientId}#${grantId}` })

/** Notices of what ended or changed before the access tokens that it is about did, in order: few, since those are short-lived. */
export const revocationPartition = 'G#revocations'
export const revocationSort = (revokedAt: Instant, which = '') => `${paddedInstant(revokedAt)}#${which}`

/** A request by the key that its client gave it: the key's SHA-256, so that requests of one caller are spread. */
export const idempotencyKey = ({ accountId, caller, key }: RequestPlace): Key => ({
  pk: `${accountPrefix(accountId)}#kept-request#${caller}#${sha256(key)}`,
  sk: 'request',
})

/** How many requests a spender sent in a window that began at `startsAt`. */
export const quotaCountKey = ({ accountId, name }: Spender, budget: Budget, startsAt: Instant): Key => ({
  pk: `${accountPrefix(accountId)}#quota#${budget}#${name}`,
  sk: paddedInstant(startsAt),
})
