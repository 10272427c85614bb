import { z } from 'zod'
import { givenUpAt, type Photo, type PhotoOf } from '../../domain/people/photos/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { AccountId, UserId } from '../../lib/ids.ts'
import { photoSweepKey, photoSweepPartition } from '../keys/people.ts'
import type { Table, Write } from '../table/types.ts'

/** Images that are to be deleted, of every account, in order of when. */
export const photoSweepStore = (table: Table) => ({
  /** Notes that the image of a new photo is to be deleted, unless a person has been given the photo by then. */
  noteUpload: async (of: PhotoOf, photo: Photo): Promise<void> => {
    await table.write([photoSweep(of, givenUpAt(photo))])
  },

  /** Up to `limit` images that are to be deleted at `now`, the first ones first. */
  due: async (now: Instant, limit: number): Promise<PhotoSweep[]> =>
    // `~` comes after every character of what follows the instant
    (await table.query({ pk: photoSweepPartition, to: `${photoSweepKey(now, '').sk}~`, limit })).map((item) =>
      PhotoSweep.parse(item),
    ),

  /** Forgets an image that is gone. */
  forget: async ({ dueAt, ...of }: PhotoSweep): Promise<void> => {
    await table.write([{ delete: photoSweepKey(dueAt, nameOf(of)) }])
  },
})

const PhotoSweep = z.object({ accountId: AccountId, userId: UserId, photoId: z.number(), dueAt: z.number() })
type PhotoSweep = z.infer<typeof PhotoSweep>

const nameOf = ({ accountId, userId, photoId }: PhotoOf): string => `${accountId}#${userId}#${photoId}`

/** The write that leaves an image to be deleted at `dueAt`. */
const photoSweep = (of: PhotoOf, dueAt: Instant): Write => ({
  put: { ...photoSweepKey(dueAt, nameOf(of)), entity: 'photo-sweep', ...of, dueAt },
})

/**
 * The writes that keep the images in step with a person's photo: of the one it had the image is deleted by the next tick; of the one it
 * is given the image stays, if it has not been given up.
 */
export const photoWrites = (
  { accountId, userId }: Omit<PhotoOf, 'photoId'>,
  before: Photo | undefined,
  next: Photo | undefined,
  now: Instant,
): Write[] => {
  if (before?.id === next?.id) return []
  const of = (photo: Photo): PhotoOf => ({ accountId, userId, photoId: photo.id })
  const kept: Write[] = next
    ? [{ delete: photoSweepKey(givenUpAt(next), nameOf(of(next))), when: [{ attribute: 'pk', is: 'present' }] }]
    : []
  return before ? [...kept, photoSweep(of(before), now)] : kept
}
