import type { CredentialId } from '../../../lib/ids.ts'

/** What is wrong with the words of a card. `maximum` is the largest value that fits the field, in decimal digits. */
export type CredentialProblem =
  | { what: 'unknown_format' | 'no_layout'; formatId: number }
  | { what: 'stray_field' | 'missing_field' | 'repeated_field'; formatId: number; fieldId: number }
  | { what: 'field_value'; formatId: number; fieldId: number; value: string; maximum: string }
  | { what: 'not_hexadecimal'; encoded: string }
  | { what: 'bits_out_of_range'; bits: number }
  | { what: 'bits_of_another_format'; bits: number; formatId: number; formatBits: number }
  | { what: 'too_long'; encoded: string; length: number; bits: number }
  | { what: 'parity'; encoded: string; at: number }

/** The words of a card do not make one. */
export type InvalidCredential = { kind: 'invalid_credential'; problem: CredentialProblem }

/** The account has a credential with the same value; of cards, in the same or an unknown length. */
export type DuplicateCredential = { kind: 'duplicate_credential' }

/** There is no such credential to assign (API document, Assign Credential and Dates). */
export type CredentialNotValid = { kind: 'credential_not_valid'; credentialId: CredentialId }

/** The credential belongs to somebody else. */
export type CredentialOfAnother = { kind: 'credential_of_another' }

/** Nobody has the credential. */
export type CredentialUnassigned = { kind: 'credential_unassigned' }

/** A text that names no number plate: nothing is left of it without spaces and hyphens. */
export type NotAPlate = { kind: 'not_a_plate' }

/** Another credential of the account is this number plate. */
export type DuplicatePlate = { kind: 'duplicate_plate' }

/** What an operation of credentials can end in on an API's route, besides the errors that every module has. */
export type CredentialError =
  | InvalidCredential
  | DuplicateCredential
  | CredentialNotValid
  | CredentialOfAnother
  | CredentialUnassigned
  | NotAPlate
  | DuplicatePlate
