import type { TooManyApiKeys } from '../api-keys/errors.ts'
import type { InvalidApplication, TooManyApplications } from '../oauth/errors.ts'

/** What an operation of applications can end in on an API's route, besides the errors that every module has. */
export type ApplicationError = InvalidApplication | TooManyApplications | TooManyApiKeys
