import { GroupId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { BeyondAssignment, ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { isWithinLimits } from '../../identity/principals/limits.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { groupAsObject } from './change.ts'
import type { Group, GroupSettings } from './entity.ts'

/** A group with what a request says of it; settings that it leaves out stay, and `null` clears the reset time. */
export const writtenGroup = (group: Group, given: GroupSettings): Group => {
  const { antipassbackResetTime: before, ...rest } = group
  const resetTime = given.antipassbackResetTime === undefined ? before : (given.antipassbackResetTime ?? undefined)
  return {
    ...rest,
    name: given.name,
    keypadUnlock: given.keypadUnlock ?? group.keypadUnlock,
    immuneToAntipassback: given.immuneToAntipassback ?? group.immuneToAntipassback,
    excludedFromLockdown: given.excludedFromLockdown ?? group.excludedFromLockdown,
    ...(resetTime === undefined ? {} : { antipassbackResetTime: resetTime }),
  }
}

/**
 * Adds a group, which has no members and may go nowhere yet. Nobody does who is limited to some groups: the new one would not be
 * theirs.
 */
export const createGroup = async (
  deps: Pick<Deps, 'groups' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  input: GroupSettings,
): Promise<Result<Group, BeyondAssignment | ChangedMeanwhile>> => {
  if (!isWithinLimits(principal, { group: null })) return err({ kind: 'beyond_assignment' })
  const now = deps.now()
  const blank: Group = {
    id: GroupId.parse(deps.newId()),
    version: 1,
    name: input.name,
    keypadUnlock: false,
    immuneToAntipassback: false,
    excludedFromLockdown: false,
    createdAt: now,
    updatedAt: now,
  }
  const group = writtenGroup(blank, input)
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'group.created', groupAsObject(group))
  const added = await deps.groups.add(principal.accountId, group, event)
  return added.ok ? ok(group) : err({ kind: 'changed_meanwhile', what: 'group' })
}
