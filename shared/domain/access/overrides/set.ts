import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { maxOverrides, type Override, type OverrideBehavior, type Posture } from '../../devices/posture/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { accessPointAsObject } from '../../places/access-points/create.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import type { NothingToLock } from '../../places/access-points/errors.ts'
import { abilitiesOf } from '../../places/access-points/types.ts'
import { updateAccessPoint } from '../../places/access-points/update.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { overrideAt } from '../decisions/posture.ts'
import { timetableOf } from '../schedules/entity.ts'
import { nextChange } from '../schedules/next-change.ts'
import { holidaysAt } from '../schedules/spans.ts'
import type { AlreadyOverridden, OverrideInvalid, OverridesFull, OverrideUnreachable } from './errors.ts'

/** What is asked for: how the door is held, and what ends that. */
export type WantedOverride = { behavior: OverrideBehavior } & (
  | { until: 'time'; endsAt: Instant }
  | { until: 'schedule_change' | 'cancelled' }
)

export type SetOverrideError =
  | NotFound<'access point'>
  | NothingToLock
  | OverrideInvalid
  | AlreadyOverridden
  | OverridesFull
  | OverrideUnreachable
  | ChangedMeanwhile

/** A door, and the posture of its panel after a change of its override. */
export type HeldDoor = { point: AccessPoint; posture: Posture }

/** What an audit event says of an override. */
export const overrideProperties = ['behavior', 'until', 'endsAt'] as const

type Needed = Pick<
  Deps,
  | 'accessPoints'
  | 'areas'
  | 'groups'
  | 'holidays'
  | 'postureWork'
  | 'postures'
  | 'schedules'
  | 'sites'
  | 'now'
  | 'newUuid'
  | 'pause'
>

/** The posture with one override more; those that are over are dropped on the way. */
export const decideOverride = (
  posture: Posture,
  override: Override,
  now: Instant,
): Result<Posture, AlreadyOverridden | OverridesFull> => {
  const { accessPointId } = override
  if (overrideAt(posture, accessPointId, now)) return err({ kind: 'already_overridden', accessPointId })
  const lasting = posture.overrides.filter(({ endsAt }) => endsAt === undefined || now < endsAt)
  if (lasting.length >= maxOverrides) return err({ kind: 'overrides_full', panelId: posture.panelId, count: lasting.length })
  return ok({ ...posture, version: posture.version + 1, overrides: [...lasting, override], updatedAt: now })
}

/**
 * Holds a door locked or unlocked against its unlock schedule (API document, Door Override). It is desired state of the panel, which
 * must be connected when it is set; from then on it holds, and ends, at the panel by itself. The door reports its live status from
 * then on. Gives the version of the panel's posture that has it.
 */
export const setOverride = async (
  deps: Needed,
  principal: Principal,
  accessPointId: AccessPointId,
  wanted: WantedOverride,
): Promise<Result<HeldDoor, SetOverrideError>> => {
  const { accountId } = principal
  const set = await untilFirst<Result<HeldDoor, SetOverrideError>>(deps, 'access point', async () => {
    const point = await deps.accessPoints.get(accountId, accessPointId)
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    if (!abilitiesOf(point.type).locks) return err({ kind: 'nothing_to_lock', accessPointId })
    const now = deps.now()
    const [endsAt, posture] = await Promise.all([
      endOf(deps, principal, point, wanted, now),
      deps.postures.get(accountId, point.panelId),
    ])
    if (!endsAt.ok) return endsAt
    const { behavior, until } = wanted
    const override: Override = { accessPointId, behavior, until, ...(endsAt.value === undefined ? {} : { endsAt: endsAt.value }) }
    const next = decideOverride(posture, override, now)
    if (!next.ok) return next
    const changes = propertyChanges({}, asAudited(override), overrideProperties)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'override.set', accessPointAsObject(point), changes)
    const replaced = await deps.postures.replace(accountId, next.value, { connectedAt: now, door: point }, event)
    if (replaced.ok) return ok({ point, posture: next.value })
    return replaced.reason === 'not_connected' ? err({ kind: 'override_unreachable', wanted: 'set' }) : raced
  })
  if (!set.ok) return set
  await deps.postureWork.nudge(accountId, set.value.point.panelId)
  if (!set.value.point.reportLiveStatus) {
    await updateAccessPoint(deps, principal, accessPointId, { reportLiveStatus: true })
  }
  return set
}

/** An override with its end as an ISO 8601 text, as audit events have it. */
export const asAudited = ({ endsAt, ...override }: Override) => ({
  ...override,
  ...(endsAt === undefined ? {} : { endsAt: new Date(endsAt).toISOString() }),
})

/** When the override ends. A schedule that a group has to enable counts as enabled: its next block begins or ends all the same. */
const endOf = async (
  deps: Pick<Deps, 'holidays' | 'schedules' | 'sites'>,
  { accountId }: Principal,
  { siteId, unlockScheduleId }: AccessPoint,
  wanted: WantedOverride,
  now: Instant,
): Promise<Result<Instant | undefined, OverrideInvalid>> => {
  if (wanted.until === 'cancelled') return ok(undefined)
  if (wanted.until === 'time') {
    return wanted.endsAt > now ? ok(wanted.endsAt) : err({ kind: 'override_invalid', problem: 'end_is_past' })
  }
  if (unlockScheduleId === undefined) return err({ kind: 'override_invalid', problem: 'no_unlock_schedule' })
  const [schedule, site, holidays] = await Promise.all([
    deps.schedules.get(accountId, unlockScheduleId),
    deps.sites.get(accountId, siteId),
    deps.holidays.all(accountId),
  ])
  if (!schedule || !site) return err({ kind: 'override_invalid', problem: 'no_unlock_schedule' })
  const { enablingGroupId: _group, ...timetable } = timetableOf(schedule)
  const change = nextChange(timetable, holidaysAt(holidays, siteId), site.timeZone, now)
  return change === undefined ? err({ kind: 'override_invalid', problem: 'schedule_never_changes' }) : ok(change)
}
