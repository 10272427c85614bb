import type { Instant } from '../../../lib/clock.ts'
import type { Deps } from '../../deps.ts'
import type { PhotoBucket } from './entity.ts'

/** As many images as are deleted between two looks at the clock. */
const imagesAtOnce = 25

/**
 * Deletes the images that nobody has any more, of every account, until there are none or the clock says `until`. A note is
 * forgotten only after its image is gone, so it is safe to repeat and to cut short anywhere. Throws when the bucket refuses one.
 */
export const sweepPhotos = async (
  deps: Pick<Deps, 'photoSweeps' | 'now'> & { photoBucket: Pick<PhotoBucket, 'remove'> },
  until: Instant,
): Promise<void> => {
  while (deps.now() < until) {
    const due = await deps.photoSweeps.due(deps.now(), imagesAtOnce)
    await Promise.all(
      due.map(async (note) => {
        await deps.photoBucket.remove(note)
        await deps.photoSweeps.forget(note)
      }),
    )
    if (due.length < imagesAtOnce) return
  }
}
