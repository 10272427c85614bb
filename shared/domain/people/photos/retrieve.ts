import type { UserId } from '../../../lib/ids.ts'
import type { PlainImage } from '../../../lib/images/image.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'

/** The photo of a person (API document, Get user photo). */
export const retrievePhoto = async (
  deps: Pick<Deps, 'users' | 'photoBucket'>,
  { accountId }: Principal,
  userId: UserId,
): Promise<Result<PlainImage, NotFound<'holder' | 'photo'>>> => {
  const user = await deps.users.get(accountId, userId)
  if (!user) return err({ kind: 'not_found', what: 'holder', id: userId })
  const { photo } = user
  if (!photo) return err({ kind: 'not_found', what: 'photo', id: userId })
  return ok({ type: photo.type, bytes: await deps.photoBucket.get({ accountId, userId, photoId: photo.id }) })
}
