import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { type Holiday, type Schedule, timetableOf } from '../../access/schedules/entity.ts'
import { isOpen } from '../../access/schedules/is-open.ts'
import { nextChange } from '../../access/schedules/next-change.ts'
import { holidaysAt } from '../../access/schedules/spans.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { isConnected, type Panel, type PanelPresence } from '../../devices/panels/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Site } from '../sites/entity.ts'
import type { AccessPoint } from './entity.ts'

/** How a door stands now (API document, Live Status). What the panel has not reported, or cannot report now, is unknown. */
export type LiveStatus = {
  state: 'LOCKED' | 'UNLOCKED' | 'UNKNOWN'
  /** What the unlock schedule says, whether or not somebody has just been let in. */
  scheduledState: 'LOCK' | 'UNLOCK' | 'UNKNOWN'
  /** When the panel reported `state`; absent with an unknown one. */
  statusUpdatedAt?: Instant
  unlockSchedule?: { id: number; name: string; isOpen: boolean; nextChangeAt?: Instant }
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
}

/** Live status of a door at `now`. A group-enabled schedule counts as closed, since who enabled it is known at the panel only. */
export const decideLiveStatus = ({ point, presence, timeZone, schedule, holidays }: StatusFacts, now: Instant): LiveStatus => {
  const door = point.reportLiveStatus && isConnected(presence, now) ? presence.doors[String(point.id)] : undefined
  const known = door && door.state !== 'unknown' ? door : undefined
  const here = holidaysAt(holidays, point.siteId)
  const open = schedule !== undefined && isOpen(timetableOf(schedule), here, timeZone, now)
  const nextChangeAt = schedule && nextChange(timetableOf(schedule), here, timeZone, now)
  return {
    state: known ? (known.state === 'locked' ? 'LOCKED' : 'UNLOCKED') : 'UNKNOWN',
    scheduledState: open ? 'UNLOCK' : 'LOCK',
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
  }
}

/** A door, its place, its panel and how it stands: two trips, since the door says where the rest is. */
export const getLiveStatus = async (
  deps: Pick<Deps, 'accessPoints' | 'panels' | 'sites' | 'schedules' | 'holidays' | 'now'>,
  { accountId }: Principal,
  accessPointId: AccessPointId,
): Promise<Result<DoorStatus, NotFound<'access point'>>> => {
  const point = await deps.accessPoints.get(accountId, accessPointId)
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  const { unlockScheduleId } = point
  const [live, site, schedule, holidays] = await Promise.all([
    deps.panels.getLive(accountId, point.panelId),
    deps.sites.get(accountId, point.siteId),
    unlockScheduleId === undefined ? undefined : deps.schedules.get(accountId, unlockScheduleId),
    unlockScheduleId === undefined ? [] : deps.holidays.all(accountId),
  ])
  if (!live || !site) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  const facts: StatusFacts = { point, presence: live.presence, timeZone: site.timeZone, schedule, holidays }
  return ok({ point, panel: live.panel, site, status: decideLiveStatus(facts, deps.now()) })
}
