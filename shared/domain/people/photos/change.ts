import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { userAsObject } from '../users/change.ts'
import type { User } from '../users/entity.ts'
import type { Photo } from './entity.ts'

/**
 * Gives a person the photo that `decide` says, or none, with the audit event of that. The image of the photo that the person had is
 * deleted by the next tick.
 */
export const setPhoto = async <E>(
  deps: Pick<Deps, 'users' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  userId: UserId,
  decide: (before: Photo | undefined) => Result<Photo | undefined, E>,
): Promise<Result<void, E | NotFound<'user'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'user', async () => {
    const user = await deps.users.get(accountId, userId)
    if (!user) return err<NotFound<'user'>>({ kind: 'not_found', what: 'user', id: userId })
    const decided = decide(user.photo)
    if (!decided.ok) return decided
    const now = deps.now()
    const next = { ...withPhoto(user, decided.value), version: user.version + 1, updatedAt: now }
    const changes = propertyChanges({ photo: user.photo?.id }, { photo: next.photo?.id }, ['photo'])
    const type = user.kind === 'VISITOR' ? 'visitor.updated' : 'user.updated'
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, type, userAsObject(user), changes)
    return (await deps.users.replace(accountId, user, next, event)).ok ? ok(undefined) : raced
  })
}

const withPhoto = <Person extends User>({ photo: _, ...person }: Person, photo: Photo | undefined): Person =>
  // It differs in the photo only, so it is of the same kind.
  ({ ...person, ...(photo ? { photo } : {}) }) as Person
