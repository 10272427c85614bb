import type { CredentialId, UserId } from '../../../lib/ids.ts'

/** The user has an invitation that may still be redeemed. */
export type InvitationPending = { kind: 'invitation_pending' }

/** The user has a key in the phone already: it has to be revoked before another is given. */
export type HasMobileKey = { kind: 'has_mobile_key'; credentialId: CredentialId }

/** The account has assigned as many as its allotment lets it. */
export type AllotmentUsedUp = { kind: 'allotment_used_up'; of: 'mobilePasses' | 'walletPasses' }

/** A mail is to be sent, and neither the reference nor the user has an address for it. */
export type NoMailAddress = { kind: 'no_mail_address' }

/** Nobody may redeem this code, or not any more. */
export type UnknownAccessCode = { kind: 'unknown_access_code' }

/** Too many wrong codes came from one place. */
export type TooManyCodes = { kind: 'too_many_codes'; retryAfterSeconds: number }

/** There is no such key in the phone of this user, or it is named twice. */
export type MobileKeyNotValid = { kind: 'mobile_key_not_valid'; credentialId: CredentialId; userId: UserId }

/** The caller is no person with a key, or may not use it now. */
export type NotACardHolder = { kind: 'not_a_card_holder' }

/** What an operation of phones' keys can end in on an API's route, besides the errors that every module has. */
export type MobileKeyError =
  | InvitationPending
  | HasMobileKey
  | AllotmentUsedUp
  | NoMailAddress
  | UnknownAccessCode
  | TooManyCodes
  | MobileKeyNotValid
  | NotACardHolder
