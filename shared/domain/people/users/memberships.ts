import type { Instant } from '../../../lib/clock.ts'
import type { GroupId, UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import type { Event, EventType } from '../../record/events/entity.ts'
import { whole } from '../../whole.ts'
import { groupAsObject } from '../groups/change.ts'
import type { Group } from '../groups/entity.ts'
import { changeUser, fullName } from './change.ts'
import { maxGroups, type User } from './entity.ts'
import type { TooManyGroups, UserTaken } from './errors.ts'

export type MembershipError = NotFound<'user' | 'group'> | UserTaken | TooManyGroups | ChangedMeanwhile
type Needed = Pick<Deps, 'users' | 'groups' | 'now' | 'newUuid' | 'pause' | 'whole'>

/** Which groups to join and which to leave; a group in both is joined. */
export type MembershipChange = { addGroups: readonly GroupId[]; removeGroups: readonly GroupId[] }

/** A transaction takes 100 writes; joining a group takes up to five of them, leaving one three. */
const fitsOnce = (joined: number, left: number): boolean => 5 * joined + 3 * left <= 95

/** The groups of a user, in the order in which they were joined; none that has been deleted. */
export const groupsOfUser = async (
  deps: Pick<Deps, 'users' | 'groups'>,
  { accountId }: Principal,
  userId: UserId,
): Promise<Result<Group[], NotFound<'user'>>> => {
  const user = await deps.users.get(accountId, userId)
  return user ? ok(await deps.groups.getMany(accountId, user.groupIds)) : err({ kind: 'not_found', what: 'user', id: userId })
}

/**
 * Changes the memberships of a user; gives the user as it is then, and the groups that were named. Those it is in already are
 * not joined again, and those it is not in are not left. More than 16 in the end is an error, and nothing is done (API
 * document, Update user's group memberships).
 */
export const changeMemberships = async (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  wanted: MembershipChange,
): Promise<Result<{ user: User; groups: Group[] }, MembershipError>> => {
  const { accountId } = principal
  const named = [...new Set([...wanted.addGroups, ...wanted.removeGroups])]
  const [user, groups] = await Promise.all([deps.users.get(accountId, userId), deps.groups.getMany(accountId, named)])
  if (!user) return err({ kind: 'not_found', what: 'user', id: userId })
  const missing = named.find((id) => !groups.some((group) => group.id === id))
  if (missing !== undefined) return err({ kind: 'not_found', what: 'group', id: missing })
  const gone = await deletedAmong(deps, principal, user, wanted)
  const leaving = [...wanted.removeGroups.filter((id) => !wanted.addGroups.includes(id)), ...gone]
  const joining = wanted.addGroups
  const steps = fitsOnce(joining.length, leaving.length)
    ? [{ joining, leaving }]
    : [
        { joining: [], leaving },
        { joining, leaving },
      ]
  let changed: User = user
  for (const step of steps) {
    const decide = (current: User, now: Instant) =>
      decideMemberships(current, step, (type, groupId) => membershipEvent(deps, principal, current, groups, type, groupId, now))
    const result = await changeUser<TooManyGroups>(deps, principal, userId, decide, changed)
    if (!result.ok) return result
    changed = result.value
  }
  return ok({ user: changed, groups })
}

/** Changes the memberships of a user, and gives its groups as they are then. */
export const updateMemberships = async (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  wanted: MembershipChange,
): Promise<Result<Group[], MembershipError>> => {
  const changed = await changeMemberships(deps, principal, userId, wanted)
  if (!changed.ok) return changed
  const { user, groups } = changed.value
  const known = user.groupIds.map((id) => groups.find((group) => group.id === id))
  return ok(known.every((group) => group !== undefined) ? known : await deps.groups.getMany(principal.accountId, user.groupIds))
}

type Step = { joining: readonly GroupId[]; leaving: readonly GroupId[] }

/** What becomes of a user that leaves and joins groups; undefined when it stays as it is. */
export const decideMemberships = (
  user: User,
  { joining, leaving }: Step,
  eventOf: (type: EventType, groupId: GroupId) => Event | undefined,
): Result<{ next: User; events: Event[] }, TooManyGroups> | undefined => {
  const left = user.groupIds.filter((id) => leaving.includes(id))
  const joined = [...new Set(joining)].filter((id) => !user.groupIds.includes(id))
  if (left.length + joined.length === 0) return undefined
  const groupIds = [...user.groupIds.filter((id) => !left.includes(id)), ...joined]
  if (groupIds.length > maxGroups) return err({ kind: 'too_many_groups', maximum: maxGroups })
  const events = [
    ...left.map((id) => eventOf('group.member_removed', id)),
    ...joined.map((id) => eventOf('group.member_added', id)),
  ]
  return ok({ next: { ...user, groupIds }, events: events.filter((event) => event !== undefined) })
}

/** Groups that the user is still down for though they have been deleted, where they would stand in the way of joining others. */
const deletedAmong = async (
  deps: Needed,
  { accountId }: Principal,
  user: User,
  { addGroups, removeGroups }: MembershipChange,
): Promise<GroupId[]> => {
  const kept = user.groupIds.filter((id) => !removeGroups.includes(id) && !addGroups.includes(id))
  if (addGroups.length === 0 || kept.length + addGroups.length <= maxGroups) return []
  const existing = await whole(deps).groups.getMany(accountId, kept)
  return kept.filter((id) => !existing.some((group) => group.id === id))
}

const membershipEvent = (
  deps: Needed,
  principal: Principal,
  user: User,
  groups: Group[],
  type: EventType,
  groupId: GroupId,
  now: Instant,
): Event | undefined => {
  const group = groups.find(({ id }) => id === groupId)
  if (!group) return undefined
  const value = `${fullName(user)} (${user.id})`
  const change = type === 'group.member_added' ? { currentValue: value } : { previousValue: value }
  return auditEvent({ now, uuid: deps.newUuid() }, principal, type, groupAsObject(group), [{ property: 'user', ...change }])
}
