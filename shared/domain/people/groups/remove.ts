import { second } from '../../../lib/clock.ts'
import type { GroupId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import type { AccessRule } from '../../access/rules/entity.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { groupAsObject } from './change.ts'
import type { Group } from './entity.ts'
import { sweepGroup } from './sweep.ts'

type Needed = Pick<Deps, 'groups' | 'rules' | 'now' | 'newUuid' | 'pause'>

/** As many rules as end in one transaction: each is two writes and, on its own, an event. */
const maxAtOnce = 30
const patienceMs = second

/**
 * Deletes a group. Access ends first: with the group itself go its access rules; of more than one transaction holds, the
 * others go before. Should that be cut short, the group is still there to be deleted again. Memberships, which mean nothing
 * then, are swept: those of a small group at once, those of a large one by the minute's tick.
 */
export const removeGroup = async (
  deps: Needed,
  principal: Principal,
  groupId: GroupId,
): Promise<Result<void, NotFound<'group'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'group', async () => {
    const [group, rules] = await Promise.all([
      deps.groups.get(accountId, groupId),
      deps.rules.ofSubject(accountId, { kind: 'group', groupId }),
    ])
    if (!group) return err({ kind: 'not_found', what: 'group', id: groupId })
    const last = await removeAllButLast(deps, principal, group, rules)
    const accessPoints = last.map(targetName).join(', ')
    const changes = propertyChanges({ accessPoints }, {}, ['accessPoints'])
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'group.deleted', groupAsObject(group), changes)
    const removed = await deps.groups.remove(accountId, group, last, event)
    if (!removed.ok) return raced
    await sweepGroup(deps, accountId, groupId, deps.now() + patienceMs)
    return ok(undefined)
  })
}

/** Ends all but the last few rules of a group, and gives those. */
const removeAllButLast = async (deps: Needed, principal: Principal, group: Group, rules: AccessRule[]) => {
  let left = rules
  while (left.length > maxAtOnce) {
    const now = deps.now()
    const events = left
      .slice(0, maxAtOnce)
      .map((rule) =>
        auditEvent({ now, uuid: deps.newUuid() }, principal, 'permission.removed', groupAsObject(group), [
          { property: 'accessPoint', previousValue: targetName(rule) },
        ]),
      )
    await deps.rules.remove(principal.accountId, left.slice(0, maxAtOnce), events)
    left = left.slice(maxAtOnce)
  }
  return left
}

/** What an audit event says of where a rule led: the id of the door, or the kind and the id of a wider target. */
const targetName = ({ target }: AccessRule): string => {
  switch (target.kind) {
    case 'door':
    case 'door_side':
      return String(target.accessPointId)
    case 'door_set':
      return `door set ${target.doorSetId}`
    case 'site':
      return `site ${target.siteId}`
  }
}
