import { z } from 'zod'
import { hour, type Instant } from '../../../lib/clock.ts'
import type { AccountId, UserId } from '../../../lib/ids.ts'
import { imageTypes, type PlainImage } from '../../../lib/images/image.ts'

/**
 * The largest file that is taken, in bytes. A function is handed at most 6 MB, and a file is a third longer in what it is handed; so
 * is a photo in what a function answers.
 */
export const maxPhotoBytes = 4_000_000

/** A photo of a person: what its image is, how many bytes it has, and since when (epoch milliseconds) the person has it. */
export const Photo = z.object({
  id: z.number(),
  type: z.enum(imageTypes),
  size: z.number(),
  createdAt: z.number(),
})
export type Photo = z.infer<typeof Photo>

/** Whose photo is meant. */
export type PhotoOf = { accountId: AccountId; userId: UserId; photoId: number }

/** An upload that is not its user's photo after so long was given up. */
const givenUpAfter = hour
export const givenUpAt = ({ createdAt }: Pick<Photo, 'createdAt'>): Instant => createdAt + givenUpAfter

/** Where the images are kept, one object each, which is never written over. Every function throws when the bucket does not answer. */
export type PhotoBucket = {
  put: (of: PhotoOf, image: PlainImage) => Promise<void>
  get: (of: PhotoOf) => Promise<Uint8Array>
  /** An address that shows the image to whoever has it, for 30 minutes. */
  link: (of: PhotoOf) => Promise<string>
  /** Deletes the image; one that is not there stays so. */
  remove: (of: PhotoOf) => Promise<void>
}
