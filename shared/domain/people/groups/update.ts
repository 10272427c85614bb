import type { GroupId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { groupAsObject } from './change.ts'
import { writtenGroup } from './create.ts'
import type { Group, GroupSettings } from './entity.ts'

const properties = ['name', 'keypadUnlock', 'immuneToAntipassback', 'excludedFromLockdown', 'antipassbackResetTime'] as const

/**
 * Changes a group's name and the settings that are given (API document, Update Group). The copies of the name that schedules keep
 * follow a moment later (`updateNameCopies`).
 */
export const updateGroup = async (
  deps: Pick<Deps, 'groups' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  groupId: GroupId,
  input: GroupSettings,
): Promise<Result<Group, NotFound<'group'> | ChangedMeanwhile>> => {
  return untilFirst(deps, 'group', async () => {
    const group = await deps.groups.get(principal.accountId, groupId)
    if (!group) return err({ kind: 'not_found', what: 'group', id: groupId })
    const now = deps.now()
    const next: Group = { ...writtenGroup(group, input), version: group.version + 1, updatedAt: now }
    const changes = propertyChanges(group, next, properties)
    if (changes.length === 0) return ok(group)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'group.updated', groupAsObject(next), changes)
    return (await deps.groups.replace(principal.accountId, next, event)).ok ? ok(next) : raced
  })
}
