import type { AdministratorType } from './type.ts'

export type UsernameUnavailable = { kind: 'username_unavailable'; username: string }

/** The caller may create administrators, but not of that type. */
export type TypeNotAllowed = { kind: 'administrator_type_not_allowed'; type: AdministratorType }

/** The caller may change administrators, but not this one, or not in this way. */
export type OutOfReach = { kind: 'administrator_out_of_reach' }

/** Without this administrator nobody would own the account. */
export type LastOwner = { kind: 'last_owner'; type: AdministratorType }

/** The new password is too short or too long, or the one that is to be replaced. */
export type PasswordRefused = { kind: 'password_refused'; reason: 'length' | 'same' }

/** What an operation of administrators can end in on an API's route, besides the errors that every module has. */
export type AdministratorError = UsernameUnavailable | TypeNotAllowed | OutOfReach | LastOwner
