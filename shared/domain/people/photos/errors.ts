import type { ImageType } from '../../../lib/images/image.ts'

/** The request has no file. */
export type NoFile = { kind: 'no_file' }

/** What was sent is no photo that can be kept: too large (in bytes), of another type, or damaged. */
export type PhotoRefused =
  | { kind: 'photo_too_large'; maxBytes: number }
  | { kind: 'photo_of_unknown_type' }
  | { kind: 'photo_damaged'; type: ImageType }

/** What an operation of photos can end in on an API's route, besides the errors that every module has. */
export type PhotoError = NoFile | PhotoRefused
