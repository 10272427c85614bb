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
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { type AuditObject, auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { Schedule } from '../schedules/entity.ts'
import type { AccessRule, GroupDoorRule } from './entity.ts'
import type { PrivacyModeUnsupported } from './errors.ts'

export type AssignRuleError = NotFound<'group' | 'access point' | 'schedule'> | PrivacyModeUnsupported | ChangedMeanwhile

/** A rule of a group at a door with what it names, as it is answered. Without a schedule it holds always. */
export type NamedRule = { rule: AccessRule; accessPoint: AccessPoint; schedule?: Schedule }

/** What is asked for: that a group may pass a door during a schedule. */
export type AssignGroupRule = {
  groupId: GroupId
  accessPointId: AccessPointId
  scheduleId: ScheduleId
  privacyModeOverride?: boolean | undefined
}

/** Only doors with a lock of their own have a privacy mode (API document, List Group Permission), and none of these is one. */
const hasPrivacyMode = (_accessPoint: AccessPoint): boolean => false

type Found = { group: Group | undefined; accessPoint: AccessPoint | undefined; schedule: Schedule | undefined }

/** A group may be let through a door that exists, during a schedule that exists. */
export const decideGroupRule = (
  { group, accessPoint, schedule }: Found,
  { groupId, accessPointId, scheduleId, privacyModeOverride }: AssignGroupRule,
): Result<{ group: Group; accessPoint: AccessPoint; schedule: Schedule }, Exclude<AssignRuleError, ChangedMeanwhile>> => {
  if (!group) return err({ kind: 'not_found', what: 'group', id: groupId })
  if (!accessPoint) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  if (!schedule) return err({ kind: 'not_found', what: 'schedule', id: scheduleId })
  if (privacyModeOverride && !hasPrivacyMode(accessPoint)) return err({ kind: 'privacy_mode_unsupported' })
  return ok({ group, accessPoint, schedule })
}

type Needed = Pick<Deps, 'groups' | 'rules' | 'accessPoints' | 'schedules' | 'now' | 'newId' | 'newUuid' | 'pause'>

/** Lets a group through a door during a schedule, or during another one than before (API document, Assign Permission to Group). */
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
  const before = rules.find(({ isPair }) => isPair)
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
  const named = ok({ rule, ...decided.value })
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
 * Ends every rule of a group at a door, those of one side among them; a door that the group has none for stays as it is (API
 * document, Delete Group Permission).
 */
export const removeGroupRules = async (
  deps: Pick<Deps, 'groups' | 'rules' | 'accessPoints' | 'now' | 'newUuid'>,
  principal: Principal,
  { groupId, accessPointId }: { groupId: GroupId; accessPointId: AccessPointId },
): Promise<Result<void, NotFound<'group' | 'access point'>>> => {
  const { accountId } = principal
  const [group, accessPoint, rules] = await Promise.all([
    deps.groups.get(accountId, groupId),
    deps.accessPoints.get(accountId, accessPointId),
    deps.rules.ofSubject(accountId, { kind: 'group', groupId }, { kind: 'door', accessPointId }),
  ])
  if (!group) return err({ kind: 'not_found', what: 'group', id: groupId })
  const [first] = rules
  if (!accessPoint && !first) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  if (!first) return ok(undefined)
  const stamp = { now: deps.now(), uuid: deps.newUuid() }
  const event = auditEvent(stamp, principal, 'permission.removed', ruleAsObject(group, accessPoint, first), [
    { property: 'accessPoint', previousValue: accessPoint?.name ?? String(accessPointId) },
    ...rules.flatMap((rule) => propertyChanges(rule, {}, ['scheduleId'])),
  ])
  await deps.rules.remove(accountId, rules, event)
  return ok(undefined)
}

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
