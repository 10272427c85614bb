import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { User } from '../users/entity.ts'
import type { Photo } from './entity.ts'

/** A photo, and an address that shows it to whoever has it, for 30 minutes. */
export type PhotoLink = { photo: Photo; uri: string }

/** A link to the photo of a person; undefined when there is none. */
export const photoLinkOf = async (
  { photoBucket }: Pick<Deps, 'photoBucket'>,
  accountId: AccountId,
  { id, photo }: User,
): Promise<PhotoLink | undefined> => photo && { photo, uri: await photoBucket.link({ accountId, userId: id, photoId: photo.id }) }
