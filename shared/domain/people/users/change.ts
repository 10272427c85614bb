import type { Instant } from '../../../lib/clock.ts'
import type { GroupId, UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type Raced, raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { AuditObject } from '../../record/events/audit.ts'
import type { Event } from '../../record/events/entity.ts'
import type { User } from './entity.ts'
import type { UserTaken } from './errors.ts'

export const fullName = ({ firstName, lastName }: Pick<User, 'firstName' | 'lastName'>): string => `${firstName} ${lastName}`

/** What an audit event says of a user or a visitor. */
export const userAsObject = (user: User): AuditObject => ({
  id: user.id,
  kind: user.kind === 'VISITOR' ? 'visitor' : 'user',
  name: fullName(user),
})

/** What becomes of a user, and the events of that; `next` keeps the version that was read. */
export type DecidedUser = { next: User; events: Event[] }

/**
 * Changes a user as `decide` says of the user as it is now (as it was just `read`, if it was). Nothing is written when it says
 * `undefined`. When another writer was first, it is asked again: every change of a user may follow any other.
 */
export const changeUser = async <E>(
  deps: Pick<Deps, 'users' | 'now' | 'pause'>,
  { accountId }: Principal,
  userId: UserId,
  decide: (user: User, now: Instant) => Result<DecidedUser, E> | undefined,
  read?: User,
): Promise<Result<User, E | NotFound<'user' | 'group'> | UserTaken | ChangedMeanwhile>> => {
  return untilFirst(deps, 'user', async (attempt): Promise<Changed<E>> => {
    const user = attempt === 0 && read ? read : await deps.users.get(accountId, userId)
    if (!user) return err({ kind: 'not_found', what: 'user', id: userId })
    const decided = decide(user, deps.now())
    if (!decided) return ok(user)
    if (!decided.ok) return decided
    const next: User = { ...decided.value.next, version: user.version + 1 }
    const result = await deps.users.replace(accountId, user, next, decided.value.events)
    if (result.ok) return ok(next)
    if (result.reason === 'missing-field') return err({ kind: 'changed_meanwhile', what: 'custom field' })
    return isRefusal(result) ? err(refusalOf(result, next)) : raced
  })
}

type Changed<E> = Result<User, E | NotFound<'user' | 'group'> | UserTaken | ChangedMeanwhile> | Raced

type Refused =
  | { reason: 'taken'; what: 'externalId' | 'pin' }
  | { reason: 'neighbour' }
  | { reason: 'missing-group'; groupId: GroupId }

/** Whether trying again would not help. */
export const isRefusal = <R extends { reason: string }>(result: R): result is Extract<R, Refused> =>
  ['taken', 'neighbour', 'missing-group'].includes(result.reason)

/** What a store's refusal means to the caller. */
export const refusalOf = (refused: Refused, user: User): UserTaken | NotFound<'group'> => {
  if (refused.reason === 'missing-group') return { kind: 'not_found', what: 'group', id: refused.groupId }
  if (refused.reason === 'neighbour') return { kind: 'pin_beside_another' }
  return refused.what === 'pin' ? { kind: 'pin_taken' } : { kind: 'external_id_taken', externalId: user.externalId ?? '' }
}
