import { second } from '../../../lib/clock.ts'
import type { GroupId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { type GroupNotFound, groupAsObject } from './change.ts'
import type { AccessPermission, Group } from './schema.ts'
import { sweepGroup } from './sweep.ts'

type Needed = Pick<Deps, 'groups' | 'now' | 'newUuid'>

/** As many permissions as end in one transaction: each is two writes and, on its own, an event. */
const mostAtOnce = 30
const tries = 6
const patienceMs = second

/**
 * Deletes a group. Access ends first: with the group itself go its permissions; of more than one transaction holds, the
 * others go before. Should that be cut short, the group is still there to be deleted again. Memberships, which mean nothing
 * then, are swept: those of a small group at once, those of a large one by the minute's tick.
 */
export const removeGroup = async (
  deps: Needed,
  principal: Principal,
  groupId: GroupId,
): Promise<Result<void, GroupNotFound | ChangedMeanwhile>> => {
  const { accountId } = principal
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const [group, permissions] = await Promise.all([
      deps.groups.get(accountId, groupId),
      deps.groups.permissionsOf(accountId, groupId),
    ])
    if (!group) return err({ kind: 'group_not_found', groupId })
    const last = await removeAllButLast(deps, principal, group, permissions)
    const accessPoints = last.map(({ accessPointId }) => accessPointId).join(', ')
    const changes = propertyChanges({ accessPoints }, {}, ['accessPoints'])
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'group.deleted', groupAsObject(group), changes)
    const removed = await deps.groups.remove(accountId, group, last, event)
    if (!removed.ok) continue
    await sweepGroup(deps, accountId, groupId, deps.now() + patienceMs)
    return ok(undefined)
  }
  return err({ kind: 'changed_meanwhile', what: 'group' })
}

/** Ends all but the last few permissions of a group, and gives those. */
const removeAllButLast = async (deps: Needed, principal: Principal, group: Group, permissions: AccessPermission[]) => {
  let left = permissions
  while (left.length > mostAtOnce) {
    const now = deps.now()
    const events = left
      .slice(0, mostAtOnce)
      .map((permission) =>
        auditEvent({ now, uuid: deps.newUuid() }, principal, 'permission.removed', groupAsObject(group), [
          { property: 'accessPoint', previousValue: String(permission.accessPointId) },
        ]),
      )
    await deps.groups.removePermissions(principal.accountId, left.slice(0, mostAtOnce), events)
    left = left.slice(mostAtOnce)
  }
  return left
}
