import { afterChange, definedOf } from '../../../lib/defined.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import type { HeldByOverride } from '../../access/overrides/errors.ts'
import { heldDoor } from '../../access/overrides/holding.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { checkDoorRules } from './check-door-rules.ts'
import { accessPointAsObject, connectionTaken } from './create.ts'
import { auditedDoorRules, doorRulesProperties } from './door-rules-audit.ts'
import type { AccessPoint, AccessPointChanges } from './entity.ts'
import type { ConnectionTaken, DoorRulesInvalid, SettingNotOfType } from './errors.ts'
import { fitsType } from './fits.ts'

const properties = [
  'name',
  'activationEnabled',
  'twoFactorEnabled',
  'reportLiveStatus',
  'pulseSeconds',
  'unlockScheduleId',
  'failedAttemptsLimit',
  'blockSeconds',
  ...doorRulesProperties,
  'floorNumber',
  'relay',
  'lockSerialNumber',
  'wiegandPort',
] as const

/** An access point as audit events list its properties: those of a floor, of failed attempts and of what it asks for beside the others. */
const asAudited = ({ floor, failedAttempts, doorRules, ...point }: AccessPoint) => ({
  ...point,
  ...auditedDoorRules(doorRules),
  floorNumber: floor?.number,
  relay: floor?.relay,
  failedAttemptsLimit: failedAttempts?.limit,
  blockSeconds: failedAttempts?.blockSeconds,
})

export type UpdateAccessPointError =
  | NotFound<'access point' | 'schedule'>
  | HeldByOverride
  | SettingNotOfType
  | ConnectionTaken
  | DoorRulesInvalid
  | ChangedMeanwhile

/**
 * Changes the properties that `patch` names; `null` takes the unlock schedule, the limit of failed attempts or what the door asks
 * for away. The unlock schedule stays while an override holds the door.
 */
export const updateAccessPoint = async (
  deps: Pick<Deps, 'accessPoints' | 'areas' | 'groups' | 'postures' | 'schedules' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  accessPointId: AccessPointId,
  patch: AccessPointChanges,
): Promise<Result<AccessPoint, UpdateAccessPointError>> => {
  const { accountId } = principal
  const scheduleId = patch.unlockScheduleId
  return untilFirst<Result<AccessPoint, UpdateAccessPointError>>(deps, 'access point', async () => {
    const [point, schedule] = await Promise.all([
      deps.accessPoints.get(accountId, accessPointId),
      scheduleId ? deps.schedules.get(accountId, scheduleId) : undefined,
    ])
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    const fits = fitsType(point.type, patch)
    if (!fits.ok) return fits
    if (scheduleId && !schedule) return err({ kind: 'not_found', what: 'schedule', id: scheduleId })
    const now = deps.now()
    const next: AccessPoint = { ...patched(point, patch), version: point.version + 1, updatedAt: now }
    const changes = propertyChanges(asAudited(point), asAudited(next), properties)
    if (changes.length === 0) return ok(point)
    const invalid = await checkDoorRules(deps, accountId, next, patch, point)
    if (invalid) return err(invalid)
    const held = point.unlockScheduleId === next.unlockScheduleId ? undefined : await heldDoor(deps, accountId, point)
    if (held) return err(held)
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'access_point.updated', accessPointAsObject(next), changes)
    const replaced = await deps.accessPoints.replace(accountId, point, next, event)
    if (replaced.ok) return ok(next)
    return replaced.reason === 'taken' ? err(connectionTaken(next)) : raced
  })
}

const patched = (
  point: AccessPoint,
  { unlockScheduleId, failedAttempts, doorRules, floor, ...patch }: AccessPointChanges,
): AccessPoint => {
  const { unlockScheduleId: oldSchedule, failedAttempts: oldAttempts, doorRules: oldRules, ...kept } = point
  return {
    ...kept,
    ...definedOf(patch),
    ...(point.floor && floor ? { floor: { ...point.floor, ...definedOf(floor) } } : {}),
    ...definedOf({
      unlockScheduleId: afterChange(oldSchedule, unlockScheduleId),
      failedAttempts: afterChange(oldAttempts, failedAttempts),
      doorRules: afterChange(oldRules, doorRules),
    }),
  }
}
