import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { setPhoto } from './change.ts'

/** Takes the photo of a person away (API document, Delete user photo). */
export const removePhoto = async (
  deps: Pick<Deps, 'users' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  userId: UserId,
): Promise<Result<void, NotFound<'user of a photo' | 'photo'> | ChangedMeanwhile>> => {
  const none = err<NotFound<'photo'>>({ kind: 'not_found', what: 'photo', id: userId })
  const changed = await setPhoto(deps, principal, userId, (photo) => (photo ? ok(undefined) : none))
  if (changed.ok) return changed
  const { error } = changed
  return error.kind === 'not_found' && error.what === 'user' ? err({ ...error, what: 'user of a photo' }) : err(error)
}
