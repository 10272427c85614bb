import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { overrideAt, standsUnlocked } from '../../access/decisions/posture.ts'
import { type Holiday, type Schedule, timetableOf } from '../../access/schedules/entity.ts'
import { isOpen } from '../../access/schedules/is-open.ts'
import { nextChange } from '../../access/schedules/next-change.ts'
import { holidaysAt } from '../../access/schedules/spans.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { isConnected, type Panel, type PanelPresence } from '../../devices/panels/entity.ts'
import type { Override, Posture } from '../../devices/posture/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Site } from '../sites/entity.ts'
import type { AccessPoint } from './entity.ts'
import { abilitiesOf } from './types.ts'

/** How a door stands now (API document, Live Status). What the panel has not reported, or cannot report now, is unknown. */
export type LiveStatus = {
  state: 'LOCKED' | 'UNLOCKED' | 'UNKNOWN'
  /**
   * What the emergency, the override or the unlock schedule says, whether or not somebody has just been let in; unknown while the
   * panel does not follow its posture yet.
   */
  scheduledState: 'LOCK' | 'UNLOCK' | 'UNKNOWN'
  /** When the panel reported `state`; absent with an unknown one. */
  statusUpdatedAt?: Instant
  unlockSchedule?: { id: number; name: string; isOpen: boolean; nextChangeAt?: Instant }
  override?: Override
}

/** A door, where it is, and how it stands. */
export type DoorStatus = { point: AccessPoint; panel: Panel; site: Site; status: LiveStatus }

/** Everything that a door's status depends on. */
export type StatusFacts = {
  point: AccessPoint
  presence: PanelPresence
  timeZone: string
  schedule: Schedule | undefined
  holidays: readonly Holiday[]
  posture: Posture
}

/** Live status of a door at `now`. A group-enabled schedule counts as closed, since who enabled it is known at the panel only. */
export const decideLiveStatus = (facts: StatusFacts, now: Instant): LiveStatus => {
  const { point, presence, timeZone, schedule, holidays, posture } = facts
  const door = point.reportLiveStatus && isConnected(presence, now) ? presence.doors[String(point.id)] : undefined
  const known = door && door.state !== 'unknown' ? door : undefined
  const here = holidaysAt(holidays, point.siteId)
  const open = schedule !== undefined && isOpen(timetableOf(schedule), here, timeZone, now)
  const isFollowed = presence.appliedPosture >= presence.postureVersion
  const override = overrideAt(posture, point.id, now)
  const nextChangeAt = schedule && nextChange(timetableOf(schedule), here, timeZone, now)
  return {
    state: known ? (known.state === 'locked' ? 'LOCKED' : 'UNLOCKED') : 'UNKNOWN',
    scheduledState:
      isFollowed && abilitiesOf(point.type).locks ? (standsUnlocked(posture, point, now, open) ? 'UNLOCK' : 'LOCK') : 'UNKNOWN',
    ...(known ? { statusUpdatedAt: known.at } : {}),
    ...(schedule
      ? {
          unlockSchedule: {
            id: schedule.id,
            name: schedule.name,
            isOpen: open,
            ...(nextChangeAt === undefined ? {} : { nextChangeAt }),
          },
        }
      : {}),
    ...(override ? { override } : {}),
  }
}

/** A door, its place, its panel and how it stands: two trips, since the door says where the rest is. */
export const getLiveStatus = async (
  deps: Pick<Deps, 'accessPoints' | 'panels' | 'postures' | 'sites' | 'schedules' | 'holidays' | 'now'>,
  { accountId }: Principal,
  accessPointId: AccessPointId,
): Promise<Result<DoorStatus, NotFound<'access point'>>> => {
  const point = await deps.accessPoints.get(accountId, accessPointId)
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  const { unlockScheduleId } = point
  const [live, site, posture, schedule, holidays] = await Promise.all([
    deps.panels.getLive(accountId, point.panelId),
    deps.sites.get(accountId, point.siteId),
    deps.postures.get(accountId, point.panelId),
    unlockScheduleId === undefined ? undefined : deps.schedules.get(accountId, unlockScheduleId),
    unlockScheduleId === undefined ? [] : deps.holidays.all(accountId),
  ])
  if (!live || !site) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  const facts: StatusFacts = { point, presence: live.presence, timeZone: site.timeZone, schedule, holidays, posture }
  return ok({ point, panel: live.panel, site, status: decideLiveStatus(facts, deps.now()) })
}
