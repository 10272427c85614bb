import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { may } from '../../identity/principals/may.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Visitor } from '../users/entity.ts'
import { removeUser } from '../users/remove.ts'
import type { VisitorOfOtherGroups } from './errors.ts'

/** The visitor with this id; a user is no visitor, and not found. */
export const visitorOf = async (
  deps: Pick<Deps, 'users'>,
  { accountId }: Principal,
  visitorId: UserId,
): Promise<Result<Visitor, NotFound<'visitor'>>> => {
  const person = await deps.users.get(accountId, visitorId)
  return person?.kind === 'VISITOR' ? ok(person) : err({ kind: 'not_found', what: 'visitor', id: visitorId })
}

/** Deletes a visitor, whose visit ends by that (API document, Delete Guest). */
export const removeVisitor = async (
  deps: Pick<Deps, 'users' | 'credentials' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  visitorId: UserId,
): Promise<Result<void, NotFound<'visitor'> | VisitorOfOtherGroups | ChangedMeanwhile>> => {
  const visitor = await visitorOf(deps, principal, visitorId)
  if (!visitor.ok) return visitor
  if (!visitor.value.groupIds.every((group) => may(principal, 'users:edit', { group })))
    return err({ kind: 'visitor_of_other_groups' })
  const removed = await removeUser(deps, principal, visitorId)
  if (removed.ok) return removed
  return removed.error.kind === 'not_found'
    ? err({ kind: 'not_found', what: 'visitor', id: visitorId })
    : err({ kind: 'changed_meanwhile', what: 'user' })
}
