import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { TooManyGuesses } from '../guesses/guess.ts'
import type { LockState } from './lockout.ts'

/**
 * Why an OAuth request is refused. The first three have bodies of their own in the API document (Error codes); the rest are
 * the codes of RFC 6749 with a sentence for the developer.
 */
export type OauthError =
  | { kind: 'client_missing' }
  | { kind: 'client_refused'; how: 'basic' | 'form' }
  | ({ kind: 'bad_credentials' } & LockState)
  | { kind: 'invalid_request' | 'invalid_grant' | 'unauthorized_client' | 'unsupported_grant_type'; description: string }
  | TooManyGuesses
  | ChangedMeanwhile

/** The account has as many applications as its settings allow. */
export type TooManyApplications = { kind: 'too_many_applications'; maximum: number }

/** An application cannot be registered as asked: a redirect URI may not be used, or a text is not one that we store. */
export type InvalidApplication =
  | { kind: 'invalid_redirect_uri'; redirectUri: string; reason: string }
  | { kind: 'invalid_application_text'; reason: string }
