import { z } from 'zod'
import { day, type Instant, minute, second } from '../../../lib/clock.ts'
import { AccountId, AdministratorId, ApplicationId } from '../../../lib/ids.ts'
import type { Failures } from '../guesses/entity.ts'

/** The one scope there is: what a token may do is decided by who it acts for. */
export const onlyScope = 'brivo.api'

/** How long an access token lives unless its application says otherwise: short, since it works without being looked up. */
export const accessTokenSeconds = 300
/** No longer than instances remember which grants were ended. */
export const maxAccessTokenSeconds = 3_600
/** How long a refresh token lives unused, unless its application says otherwise (API document, Create New Application). */
export const refreshTokenSeconds = (14 * day) / second
/** A code is exchanged at once by the application that the browser was sent to. */
export const codeLifetime = minute
/** A used code is remembered this long, so that presenting it again ends what it gave. */
export const usedCodeMemory = day
/** A client whose answer was lost may present the previous refresh token again for this long. */
export const refreshGrace = 30 * second
/** So many such repetitions, the last within `sharingMemory`, show that several callers share the grant's refresh tokens. */
export const retriesThatShowSharing = 2
export const sharingMemory = 10 * minute
/** While callers share them, a refresh token stays the newest this long: longer than any request takes to arrive. */
export const sharedTokenRest = 10 * second
/** A grant is listed this much longer than it lives, so that refreshing it need not renew the list each time. */
export const listedBeyond = day
export const sessionLifetime = 60 * minute
/** How long an address that sent too many wrong codes of invitations waits. */
export const lockDuration = 15 * minute
/** A place from which somebody signed in is known for so long. */
export const knownPlaceMemory = 90 * day

export const grantTypes = ['authorization_code', 'password', 'refresh_token'] as const

/**
 * A client of this server. One with a secret is confidential; one without is public and must prove each code by PKCE.
 * `secretMac` is the secret's keyed SHA-256. One with the `password` grant acts for its own account only.
 */
export const Application = z.object({
  id: ApplicationId,
  version: z.number(),
  accountId: AccountId,
  name: z.string(),
  description: z.string().optional(),
  clientId: z.string(),
  secretMac: z.string().optional(),
  grantTypes: z.array(z.enum(grantTypes)),
  redirectUris: z.array(z.string()),
  accessTokenSeconds: z.number().max(maxAccessTokenSeconds),
  refreshTokenSeconds: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Application = z.infer<typeof Application>

/** Who signed in, under which of their passwords (see `Administrator`). */
const SignInOf = z.object({ accountId: AccountId, administratorId: AdministratorId, signInVersion: z.number() })

/** On whose behalf an application acts. */
export const Authority = SignInOf.extend({ clientId: z.string() })
export type Authority = z.infer<typeof Authority>

/**
 * What an administrator granted to an application. Refresh tokens are numbered by `generation`; only the newest is good,
 * and for a moment the one before. None is stored: each is computed from `seed` and a key that is not in the table.
 */
export const Grant = Authority.extend({
  id: z.uuid(),
  seed: z.string(),
  generation: z.number(),
  /** When the newest refresh token came to be. */
  rotatedAt: z.number(),
  /** How often recently, and when last, the token before the newest was presented again. */
  retries: z.number().optional(),
  retriedAt: z.number().optional(),
  expiresAt: z.number(),
  /** Until when the account's list of authorized applications shows it. */
  listedUntil: z.number(),
  revokedAt: z.number().optional(),
  createdAt: z.number(),
})
export type Grant = z.infer<typeof Grant>

/** An authorization code, found by its SHA-256. `grantId` is the grant that it gave when it was used. */
export const Code = Authority.extend({
  redirectUri: z.string(),
  codeChallenge: z.string().optional(),
  expiresAt: z.number(),
  grantId: z.uuid().optional(),
})
export type Code = z.infer<typeof Code>

/** A person signed in at the pages, found by the SHA-256 of the cookie. */
export const Session = SignInOf.extend({ expiresAt: z.number() })
export type Session = z.infer<typeof Session>

/** Recent wrong passwords for one username. Those until `forgivenAt` do not count: a new password was set then. */
export const SignInAttempts = z.object({ failures: z.number(), lastFailedAt: z.number(), forgivenAt: z.number().optional() })
export type SignInAttempts = z.infer<typeof SignInAttempts>

/** What is known of a username and of the place that a password came from. */
export type Attempts = {
  /** Wrong passwords from this place. */
  here: Failures | undefined
  /** Those from anywhere. */
  inAll: SignInAttempts | undefined
  /** When the owner last signed in from this place, or some time within a day before. */
  knownAt: Instant | undefined
}
