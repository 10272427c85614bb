import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Posture } from '../../devices/posture/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { accessPointAsObject } from '../../places/access-points/create.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { overrideAt } from '../decisions/posture.ts'
import type { NotOverridden, OverrideUnreachable } from './errors.ts'
import { asAudited, type HeldDoor, overrideProperties } from './set.ts'

export type CancelOverrideError = NotFound<'access point'> | NotOverridden | OverrideUnreachable | ChangedMeanwhile

/** The posture without the override of this door. */
const without = (posture: Posture, accessPointId: AccessPointId, now: Instant): Posture => ({
  ...posture,
  version: posture.version + 1,
  overrides: posture.overrides.filter((one) => one.accessPointId !== accessPointId),
  updatedAt: now,
})

/**
 * Ends the override of a door (API document, Door Override Cancel); its panel must be connected. Gives the version of the panel's
 * posture that is without it.
 */
export const cancelOverride = async (
  deps: Pick<Deps, 'accessPoints' | 'postureWork' | 'postures' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  accessPointId: AccessPointId,
): Promise<Result<HeldDoor, CancelOverrideError>> => {
  const { accountId } = principal
  const cancelled = await untilFirst<Result<HeldDoor, CancelOverrideError>>(deps, 'access point', async () => {
    const point = await deps.accessPoints.get(accountId, accessPointId)
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    const posture = await deps.postures.get(accountId, point.panelId)
    const now = deps.now()
    const override = overrideAt(posture, accessPointId, now)
    if (!override) return err({ kind: 'not_overridden', accessPointId })
    const next = without(posture, accessPointId, now)
    const changes = propertyChanges(asAudited(override), {}, overrideProperties)
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'override.cancelled', accessPointAsObject(point), changes)
    const replaced = await deps.postures.replace(accountId, next, { connectedAt: now }, event)
    if (replaced.ok) return ok({ point, posture: next })
    return replaced.reason === 'not_connected' ? err({ kind: 'override_unreachable', wanted: 'cancel' }) : raced
  })
  if (cancelled.ok) await deps.postureWork.nudge(accountId, cancelled.value.point.panelId)
  return cancelled
}

/** Takes a door that is deleted out of its panel's posture. False when others kept changing that. */
export const dropOverrideOf = async (
  deps: Pick<Deps, 'postures' | 'now' | 'pause'>,
  { accountId }: Principal,
  { id, panelId }: Pick<AccessPoint, 'id' | 'panelId'>,
): Promise<boolean> => {
  const dropped = await untilFirst(deps, 'control panel', async () => {
    const posture = await deps.postures.get(accountId, panelId)
    if (!posture.overrides.some(({ accessPointId }) => accessPointId === id)) return ok(undefined)
    const replaced = await deps.postures.replace(accountId, without(posture, id, deps.now()), {}, undefined)
    return replaced.ok ? ok(undefined) : raced
  })
  return dropped.ok
}
