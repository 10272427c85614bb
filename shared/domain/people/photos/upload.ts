import type { UserId } from '../../../lib/ids.ts'
import { type PlainImage, plainImage } from '../../../lib/images/image.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { setPhoto } from './change.ts'
import { maxPhotoBytes, type Photo } from './entity.ts'
import type { PhotoRefused } from './errors.ts'

/** The image that is kept of a file: it has no metadata, and its type is read from its bytes. */
export const decidePhoto = (file: Uint8Array): Result<PlainImage, PhotoRefused> => {
  if (file.byteLength > maxPhotoBytes) return err({ kind: 'photo_too_large', maxBytes: maxPhotoBytes })
  const image = plainImage(file)
  if (image.ok) return image
  return err(
    image.error.kind === 'damaged' ? { kind: 'photo_damaged', type: image.error.type } : { kind: 'photo_of_unknown_type' },
  )
}

/**
 * Gives a person a photo, in place of the one before (API document, Upload user photo). The image is in the bucket before the person
 * has it, and before that a note says that it is to be deleted; the person's change takes the note away. So no fault leaves a person
 * with a photo that is not there, nor an image that nobody has.
 */
export const uploadPhoto = async (
  deps: Pick<Deps, 'users' | 'photoSweeps' | 'photoBucket' | 'now' | 'newId' | 'newUuid' | 'pause'>,
  principal: Principal,
  userId: UserId,
  file: Uint8Array,
): Promise<Result<void, NotFound<'user'> | PhotoRefused | ChangedMeanwhile>> => {
  const { accountId } = principal
  const decided = decidePhoto(file)
  if (!decided.ok) return decided
  if (!(await deps.users.get(accountId, userId))) return err({ kind: 'not_found', what: 'user', id: userId })
  const { type, bytes } = decided.value
  const photo: Photo = { id: deps.newId(), type, size: bytes.byteLength, createdAt: deps.now() }
  const of = { accountId, userId, photoId: photo.id }
  await deps.photoSweeps.noteUpload(of, photo)
  await deps.photoBucket.put(of, decided.value)
  return setPhoto(deps, principal, userId, () => ok(photo))
}
