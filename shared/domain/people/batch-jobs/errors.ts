import type { CreateUserError, FieldsRefused } from '../users/errors.ts'

/** What a row asks for is no user. `message` is a sentence for the client who sent it, and `field` the part that is wrong. */
export type RowInvalid = { kind: 'row_invalid'; field?: string; message: string }

/** Why a row made no user. */
export type RowError = RowInvalid | CreateUserError | FieldsRefused
