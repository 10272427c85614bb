import type { Presented } from '../../../../shared/domain/access/decisions/decision.ts'
import { PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { alwaysOpenWeek } from '../../../../shared/domain/access/schedules/timetable.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { week } from '../schedules/timetables.ts'

const office = '09:00-17:00'
export const officeWeek = week({ monday: office, tuesday: office, wednesday: office, thursday: office, friday: office })
const atSite = { kind: 'site' }

/** Ids by name, so that a test reads as what it says. */
export const doors = { front: 1, vault: 2, yard: 3, orphan: 4, nowhere: 5 }
export const schedules = { officeHours: 11, always: 12, afterOpeners: 13, missing: 19 }
export const groups = { staff: 21, guards: 22, openers: 23, strangers: 24 }
export const users = { ann: 31, bob: 32, cem: 33, dot: 34, eve: 35 }
export const credentials = { ann: 41, bob: 42, dot: 44, eve: 45 }

const point = (id: number, permissions: { groupId: number; scheduleId: number }[], more: object = {}) => ({
  id,
  name: `Door ${id}`,
  siteId: 61,
  timeZone: 'America/New_York',
  twoFactorEnabled: false,
  activationEnabled: true,
  pulseSeconds: 5,
  rules: permissions.map(({ groupId, scheduleId }) => ({ subject: { kind: 'group', groupId }, scheduleId })),
  ...more,
})
const group = (id: number) => ({ id, keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown: false })

/**
 * A panel with five doors. Ann is staff, with a card and a PIN. Bob is suspended. Cem has a PIN only and is a guard, always
 * let in. Dot opens: her group enables a schedule of the staff at the yard. Eve belongs to a group that may go nowhere.
 */
export const someRules = (change: Partial<Record<keyof PanelRules, unknown>> = {}): PanelRules =>
  PanelRules.parse({
    formatVersion: 2,
    accountId: 71,
    panelId: 72,
    version: 3,
    compiledAt: 0,
    accessPoints: [
      point(doors.front, [
        { groupId: groups.staff, scheduleId: schedules.officeHours },
        { groupId: groups.guards, scheduleId: schedules.always },
        { groupId: groups.openers, scheduleId: schedules.always },
      ]),
      point(
        doors.vault,
        [
          { groupId: groups.staff, scheduleId: schedules.always },
          { groupId: groups.guards, scheduleId: schedules.always },
        ],
        { twoFactorEnabled: true },
      ),
      point(
        doors.yard,
        [
          { groupId: groups.staff, scheduleId: schedules.afterOpeners },
          { groupId: groups.openers, scheduleId: schedules.afterOpeners },
        ],
        { unlockScheduleId: schedules.afterOpeners },
      ),
      point(doors.orphan, [{ groupId: groups.staff, scheduleId: schedules.missing }], { unlockScheduleId: schedules.missing }),
      point(doors.nowhere, [{ groupId: groups.staff, scheduleId: schedules.always }], {
        timeZone: 'Mars/Olympus',
        unlockScheduleId: schedules.always,
      }),
    ],
    schedules: [
      { id: schedules.officeHours, name: 'Office hours', week: officeWeek, exceptions: [], holidaySource: atSite },
      { id: schedules.always, name: '24x7', week: alwaysOpenWeek, exceptions: [], holidaySource: atSite, always: true },
      {
        id: schedules.afterOpeners,
        name: 'After an opener',
        siteId: 61,
        enablingGroupId: groups.openers,
        gracePeriodMinutes: 10,
        week: officeWeek,
        exceptions: [],
        holidaySource: atSite,
      },
    ],
    holidays: [
      { id: 51, name: 'Juneteenth', start: '2025-06-19T00:00:00', end: '2025-06-19T23:59:00' },
      { id: 52, name: 'Elsewhere', siteId: 62, start: '2025-06-17T00:00:00', end: '2025-06-17T23:59:00' },
    ],
    groups: Object.values(groups).map(group),
    users: [
      {
        id: users.ann,
        suspended: false,
        pin: '1111',
        effectiveFrom: Date.UTC(2025, 0, 1),
        effectiveTo: Date.UTC(2025, 11, 31),
        groupIds: [groups.staff],
      },
      { id: users.bob, suspended: true, pin: '2222', groupIds: [groups.staff, groups.guards] },
      { id: users.cem, suspended: false, pin: '3333', groupIds: [groups.guards] },
      { id: users.dot, suspended: false, groupIds: [groups.openers] },
      { id: users.eve, suspended: false, groupIds: [groups.strangers] },
    ],
    credentials: [
      {
        id: credentials.ann,
        encoded: '28c0293',
        bits: 26,
        userId: users.ann,
        effectiveFrom: Date.UTC(2025, 5, 1),
        effectiveTo: Date.UTC(2025, 5, 30),
      },
      { id: credentials.bob, encoded: '2020190', bits: 26, userId: users.bob },
      { id: credentials.dot, encoded: '22994', userId: users.dot },
      { id: credentials.eve, encoded: '2f623ae', bits: 26, userId: users.eve },
    ],
    ...change,
  })

/** What is presented, with the door by its name. */
export const at = (door: keyof typeof doors | number, what: Omit<Presented, 'accessPointId'>): Presented => ({
  accessPointId: AccessPointId.parse(typeof door === 'number' ? door : doors[door]),
  ...what,
})
