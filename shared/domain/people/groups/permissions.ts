import type { AccessPointId, GroupId, ScheduleId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Schedule } from '../../access/schedules/schema.ts'
import type { ScheduleNotFound } from '../../access/schedules/update.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { AccessPoint } from '../../places/access-points/schema.ts'
import type { AccessPointNotFound } from '../../places/access-points/update.ts'
import { type AuditObject, auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { type GroupNotFound, groupAsObject } from './change.ts'
import type { AccessPermission, AccessPermissionInput, Group } from './schema.ts'

export type PrivacyModeUnsupported = { kind: 'privacy_mode_unsupported' }
export type AssignPermissionError = GroupNotFound | AccessPointNotFound | ScheduleNotFound | PrivacyModeUnsupported

/** A permission with what it names, as it is answered. */
export type NamedPermission = { permission: AccessPermission; accessPoint: AccessPoint; schedule: Schedule }

/** Only doors with a lock of their own have a privacy mode (API document, List Group Permission), and none of these is one. */
const hasPrivacyMode = (_accessPoint: AccessPoint): boolean => false

type Found = { group: Group | undefined; accessPoint: AccessPoint | undefined; schedule: Schedule | undefined }
type Ids = { groupId: GroupId; accessPointId: AccessPointId; scheduleId: ScheduleId }

/** A group may be let through a door that exists, during a schedule that exists. */
export const decidePermission = (
  { group, accessPoint, schedule }: Found,
  { groupId, accessPointId, scheduleId }: Ids,
  privacyModeOverride: boolean,
): Result<NamedPermission & { group: Group }, AssignPermissionError> => {
  if (!group) return err({ kind: 'group_not_found', groupId })
  if (!accessPoint) return err({ kind: 'access_point_not_found', accessPointId })
  if (!schedule) return err({ kind: 'schedule_not_found', scheduleId })
  if (privacyModeOverride && !hasPrivacyMode(accessPoint)) return err({ kind: 'privacy_mode_unsupported' })
  const permission: AccessPermission = {
    groupId,
    accessPointId,
    panelId: accessPoint.panelId,
    scheduleId,
    ...(privacyModeOverride ? { privacyModeOverride } : {}),
  }
  return ok({ group, accessPoint, schedule, permission })
}

type Needed = Pick<Deps, 'groups' | 'accessPoints' | 'schedules' | 'now' | 'newUuid'>

/** Lets a group through a door during a schedule, or during another one than before (API document, Assign Permission to Group). */
export const assignPermission = async (
  deps: Needed,
  principal: Principal,
  ids: { groupId: GroupId; accessPointId: AccessPointId },
  input: AccessPermissionInput,
): Promise<Result<NamedPermission, AssignPermissionError>> => {
  const { accountId } = principal
  const wanted: Ids = { ...ids, scheduleId: input.schedule.id }
  const [group, accessPoint, schedule, before] = await Promise.all([
    deps.groups.get(accountId, wanted.groupId),
    deps.accessPoints.get(accountId, wanted.accessPointId),
    deps.schedules.get(accountId, wanted.scheduleId),
    deps.groups.permission(accountId, wanted.groupId, wanted.accessPointId),
  ])
  const decided = decidePermission({ group, accessPoint, schedule }, wanted, input.privacyModeOverride ?? false)
  if (!decided.ok) return decided
  const { permission } = decided.value
  const changes = propertyChanges(before ?? {}, permission, ['scheduleId', 'panelId', 'privacyModeOverride'])
  if (changes.length === 0) return decided
  const event = auditEvent(
    { now: deps.now(), uuid: deps.newUuid() },
    principal,
    'permission.assigned',
    permissionAsObject(decided.value.group, decided.value.accessPoint, permission),
    [{ property: 'accessPoint', currentValue: decided.value.accessPoint.name }, ...changes],
  )
  const given = await deps.groups.setPermission(accountId, permission, event)
  return given ? decided : err({ kind: 'group_not_found', groupId: wanted.groupId })
}

/** Ends a permission; a door that the group has none for stays as it is (API document, Delete Group Permission). */
export const removePermission = async (
  deps: Needed,
  principal: Principal,
  { groupId, accessPointId }: { groupId: GroupId; accessPointId: AccessPointId },
): Promise<Result<void, GroupNotFound | AccessPointNotFound>> => {
  const { accountId } = principal
  const [group, accessPoint, permission] = await Promise.all([
    deps.groups.get(accountId, groupId),
    deps.accessPoints.get(accountId, accessPointId),
    deps.groups.permission(accountId, groupId, accessPointId),
  ])
  if (!group) return err({ kind: 'group_not_found', groupId })
  if (!accessPoint && !permission) return err({ kind: 'access_point_not_found', accessPointId })
  if (!permission) return ok(undefined)
  const event = auditEvent(
    { now: deps.now(), uuid: deps.newUuid() },
    principal,
    'permission.removed',
    permissionAsObject(group, accessPoint, permission),
    [
      { property: 'accessPoint', previousValue: accessPoint?.name ?? String(accessPointId) },
      ...propertyChanges(permission, {}, ['scheduleId']),
    ],
  )
  await deps.groups.removePermissions(accountId, [permission], event)
  return ok(undefined)
}

/** What an audit event says of a permission: it happens to the group, at the site of the door. */
export const permissionAsObject = (
  group: Group,
  accessPoint: AccessPoint | undefined,
  permission: AccessPermission,
): AuditObject => ({
  ...groupAsObject(group),
  ...(accessPoint ? { site: { id: accessPoint.siteId, name: accessPoint.siteName } } : {}),
  scheduleId: permission.scheduleId,
})
