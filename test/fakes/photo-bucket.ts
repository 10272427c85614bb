import type { PhotoBucket, PhotoOf } from '../../shared/domain/people/photos/entity.ts'
import type { PlainImage } from '../../shared/lib/images/image.ts'

/** A bucket of photos in memory, with `start` in it. `objects` has what lies in it, by account, person and photo; `fault` makes the next calls throw. */
export const memoryPhotoBucket = (start: Iterable<readonly [string, PlainImage]> = []) => {
  const objects = new Map<string, PlainImage>(start)
  const fault: { of: keyof PhotoBucket | undefined } = { of: undefined }
  const name = ({ accountId, userId, photoId }: PhotoOf) => `${accountId}/${userId}/${photoId}`
  const check = (call: keyof PhotoBucket) => {
    if (fault.of === call) throw new Error(`The bucket does not answer (${call})`)
  }
  const bucket: PhotoBucket = {
    put: async (of, image) => {
      check('put')
      objects.set(name(of), image)
    },
    get: async (of) => {
      check('get')
      const found = objects.get(name(of))
      if (!found) throw new Error(`There is no object ${name(of)}`)
      return found.bytes
    },
    link: async (of) => `https://media.example/${name(of)}?expires=1800`,
    remove: async (of) => {
      check('remove')
      objects.delete(name(of))
    },
  }
  return { bucket, objects, fault }
}
