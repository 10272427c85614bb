import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { FieldRepeated, FieldUnknown, FieldValueInvalid } from '../custom-fields/errors.ts'

/** The dates that were asked for end before they begin. */
export type DatesReversed = { kind: 'dates_reversed' }

/**
 * Another user of the account has the external id, or the PIN (whose digits no message repeats). `pin_beside_another`: somebody has the PIN one lower
 * or one higher, and a door of the account takes such a one for a silent alarm.
 */
export type UserTaken = { kind: 'external_id_taken'; externalId: string } | { kind: 'pin_taken' } | { kind: 'pin_beside_another' }

/** The account asks for PINs of at least `minimum` digits. */
export type PinTooShort = { kind: 'pin_too_short'; minimum: number }

/** The user would be a member of more groups than `maximum`. */
export type TooManyGroups = { kind: 'too_many_groups'; maximum: number }

/** The values of custom fields that were asked for cannot be given. */
export type FieldsRefused = FieldUnknown | FieldRepeated | FieldValueInvalid

/** Why a person is not added, apart from values of custom fields. */
export type CreateUserError = UserTaken | PinTooShort | DatesReversed | NotFound<'group'> | ChangedMeanwhile

/** What an operation of users can end in on an API's route, besides the errors that every module has. */
export type UserError = DatesReversed | UserTaken | PinTooShort | TooManyGroups
