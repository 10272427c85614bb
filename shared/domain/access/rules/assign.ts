import { definedOf } from '../../../lib/defined.ts'
import { type AccessPointId, AccessRuleId, type GroupId, type ScheduleId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type Raced, raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { groupAsObject } from '../../people/groups/change.ts'
import type { Group } from '../../people/groups/entity.ts'
import type { AccessPoint, DoorSide } from '../../places/access-points/entity.ts'
import { abilitiesOf } from '../../places/access-points/types.ts'
import { type AuditObject, auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { Schedule } from '../schedules/entity.ts'
import type { AccessRule, GroupDoorRule } from './entity.ts'
import type { PermissionByOtherRule, PrivacyModeUnsupported } from './errors.ts'
import { isOwnPair, otherRuleAt } from './expand.ts'

type DecideRuleError = NotFound<'group' | 'access point' | 'schedule'> | PrivacyModeUnsupported
export type AssignRuleError = DecideRuleError | PermissionByOtherRule | ChangedMeanwhile

/**
 * A rule that lets a group through a door, with what it names, as it is answered. Without a schedule it holds always. `side` when it is
 * one side of the door. `isOwn`: it is the group's own rule for this door, which can be changed by naming the two.
 */
export type NamedRule = {
  rule: AccessRule
  accessPoint: AccessPoint
  schedule?: Schedule
  side?: DoorSide | undefined
  isOwn: boolean
}

/** What is asked for: that a group may pass a door during a schedule. */
export type AssignGroupRule = {
  groupId: GroupId
  accessPointId: AccessPointId
  scheduleId: ScheduleId
  privacyModeOverride?: boolean | undefined
}

type Found = { group: Group | undefined; accessPoint: AccessPoint | undefined; schedule: Schedule | undefined }

/** A group may be let through a door that exists, during a schedule that exists. */
export const decideGroupRule = (
  { group, accessPoint, schedule }: Found,
  { groupId, accessPointId, scheduleId, privacyModeOverride }: AssignGroupRule,
): Result<{ group: Group; accessPoint: AccessPoint; schedule: Schedule }, DecideRuleError> => {
  if (!group) return err({ kind: 'not_found', what: 'group', id: groupId })
  if (!accessPoint) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  if (!schedule) return err({ kind: 'not_found', what: 'schedule', id: scheduleId })
  if (privacyModeOverride && !abilitiesOf(accessPoint.type).privacy) return err({ kind: 'privacy_mode_unsupported' })
  return ok({ group, accessPoint, schedule })
}

type Needed = Pick<Deps, 'groups' | 'rules' | 'accessPoints' | 'doorSets' | 'schedules' | 'now' | 'newId' | 'newUuid' | 'pause'>

/**
 * Lets a group through a door during a schedule, or during another one than before (API document, Assign Permission to Group). It is
 * refused when the group may pass the door by another rule only: that one would stay as it is.
 */
export const assignGroupRule = async (
  deps: Needed,
  principal: Principal,
  wanted: AssignGroupRule,
): Promise<Result<NamedRule, AssignRuleError>> => {
  return untilFirst(deps, 'permission', () => assignOnce(deps, principal, wanted))
}

/** `raced` when another writer made the rule of this group and door first. */
const assignOnce = async (
  deps: Needed,
  principal: Principal,
  wanted: AssignGroupRule,
): Promise<Result<NamedRule, AssignRuleError> | Raced> => {
  const { accountId } = principal
  const { groupId, accessPointId, scheduleId } = wanted
  const [group, accessPoint, schedule, rules] = await Promise.all([
    deps.groups.get(accountId, groupId),
    deps.accessPoints.get(accountId, accessPointId),
    deps.schedules.get(accountId, scheduleId),
    deps.rules.ofSubject(accountId, { kind: 'group', groupId }, { kind: 'door', accessPointId }),
  ])
  const decided = decideGroupRule({ group, accessPoint, schedule }, wanted)
  if (!decided.ok) return decided
  const before = rules.find((rule) => isOwnPair(rule, groupId))
  const other = before ? undefined : await otherRuleAt(deps, accountId, decided.value.group, decided.value.accessPoint)
  if (other) return err(byOtherRule(other))
  const stamp = { now: deps.now(), uuid: deps.newUuid() }
  const rule: GroupDoorRule = {
    id: before?.id ?? AccessRuleId.parse(deps.newId()),
    version: (before?.version ?? 0) + 1,
    subject: { kind: 'group', groupId },
    target: { kind: 'door', accessPointId },
    scheduleId,
    ...(wanted.privacyModeOverride ? { privacyModeOverride: true } : {}),
    isPair: true,
    panelId: decided.value.accessPoint.panelId,
    createdAt: before?.createdAt ?? stamp.now,
    updatedAt: stamp.now,
  }
  const named = ok({ rule, ...decided.value, isOwn: true })
  const changes = propertyChanges(before ?? {}, rule, ['scheduleId', 'panelId', 'privacyModeOverride'])
  if (changes.length === 0) return named
  const object = ruleAsObject(decided.value.group, decided.value.accessPoint, rule)
  const event = auditEvent(stamp, principal, 'permission.assigned', object, [
    { property: 'accessPoint', currentValue: decided.value.accessPoint.name },
    ...changes,
  ])
  const set = await deps.rules.set(accountId, rule, event)
  if (set.ok) return named
  return set.reason === 'missing-subject' ? err({ kind: 'not_found', what: 'group', id: groupId }) : raced
}

/**
 * Ends the rule of a group and a door; a door that the group has none for stays as it is (API document, Delete Group Permission).
 * It is refused when the group may pass the door by another rule only.
 */
export const removeGroupRule = async (
  deps: Pick<Deps, 'groups' | 'rules' | 'accessPoints' | 'doorSets' | 'now' | 'newUuid'>,
  principal: Principal,
  { groupId, accessPointId }: { groupId: GroupId; accessPointId: AccessPointId },
): Promise<Result<void, NotFound<'group' | 'access point'> | PermissionByOtherRule>> => {
  const { accountId } = principal
  const [group, accessPoint, rules] = await Promise.all([
    deps.groups.get(accountId, groupId),
    deps.accessPoints.get(accountId, accessPointId),
    deps.rules.ofSubject(accountId, { kind: 'group', groupId }, { kind: 'door', accessPointId }),
  ])
  if (!group) return err({ kind: 'not_found', what: 'group', id: groupId })
  const rule = rules.find((one) => isOwnPair(one, groupId))
  if (!rule) {
    if (!accessPoint) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    const other = await otherRuleAt(deps, accountId, group, accessPoint)
    return other ? err(byOtherRule(other)) : ok(undefined)
  }
  const stamp = { now: deps.now(), uuid: deps.newUuid() }
  const event = auditEvent(stamp, principal, 'permission.removed', ruleAsObject(group, accessPoint, rule), [
    { property: 'accessPoint', previousValue: accessPoint?.name ?? String(accessPointId) },
    ...propertyChanges(rule, {}, ['scheduleId']),
  ])
  await deps.rules.remove(accountId, [rule], event)
  return ok(undefined)
}

const byOtherRule = ({ id, target }: AccessRule): PermissionByOtherRule => ({
  kind: 'permission_by_other_rule',
  ruleId: id,
  target,
})

/** What an audit event says of a rule of a group: it happens to the group, at the site of the door. */
const ruleAsObject = (
  group: Group,
  accessPoint: AccessPoint | undefined,
  { scheduleId }: Pick<AccessRule, 'scheduleId'>,
): AuditObject => ({
  ...groupAsObject(group),
  ...(accessPoint ? { site: { id: accessPoint.siteId, name: accessPoint.siteName } } : {}),
  ...definedOf({ scheduleId }),
})
