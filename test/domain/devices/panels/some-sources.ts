import { Area } from '../../../../shared/domain/access/areas/entity.ts'
import { Holiday, Schedule } from '../../../../shared/domain/access/schedules/entity.ts'
import { alwaysOpenWeek } from '../../../../shared/domain/access/schedules/timetable.ts'
import type { RuleSources } from '../../../../shared/domain/devices/panels/rule-sources.ts'
import { Credential } from '../../../../shared/domain/people/credentials/entity.ts'
import { Group } from '../../../../shared/domain/people/groups/entity.ts'
import { User } from '../../../../shared/domain/people/users/entity.ts'
import { AccessPoint } from '../../../../shared/domain/places/access-points/entity.ts'
import { AccountId, PanelId } from '../../../../shared/lib/ids.ts'
import { groupRule } from '../../../support/rules.ts'

const kept = { version: 1, createdAt: 0, updatedAt: 0 }
const door = (id: number) =>
  AccessPoint.parse({
    ...kept,
    id,
    name: `Door ${id}`,
    panelId: 1,
    siteId: 5,
    siteName: 'Office',
    activationEnabled: true,
    twoFactorEnabled: false,
    type: 'DOOR',
    reportLiveStatus: true,
    pulseSeconds: 5,
  })
const group = (id: number) =>
  Group.parse({ ...kept, id, name: `Group ${id}`, keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown: false })
const user = (id: number, groupIds: number[], suspended = false) =>
  User.parse({
    ...kept,
    id,
    kind: 'USER',
    firstName: 'A',
    lastName: String(id),
    suspended,
    bleTwoFactorExempt: false,
    emails: [],
    phoneNumbers: [],
    groupIds,
  })
const credential = (id: number, userId?: number) =>
  Credential.parse({
    ...kept,
    id,
    kind: 'card',
    state: 'active',
    formatId: 100,
    encoded: `2${id}`,
    bits: 26,
    fields: [],
    ...(userId ? { userId } : {}),
  })
const schedule = (id: number) =>
  Schedule.parse({
    ...kept,
    id,
    name: `S${id}`,
    editable: true,
    week: alwaysOpenWeek,
    exceptions: [],
    holidaySource: { kind: 'site' },
  })
const holiday = (id: number, siteId?: number) =>
  Holiday.parse({
    ...kept,
    id,
    name: `H${id}`,
    start: '2026-01-01T00:00:00',
    end: '2026-01-01T23:59:00',
    ...(siteId ? { siteId } : {}),
  })

/** An area of panel 1; `wanted` says its borders. */
export const someArea = (id: number, wanted: object): Area =>
  Area.parse({ ...kept, id, name: `A${id}`, panelId: 1, exceptUserIds: [], resets: [], ...wanted })

/** Two doors; group 11 may pass both by schedule 41; 21 and the suspended 22 are in it, 23 and 24 are not. */
export const someSources = (): RuleSources => ({
  accountId: AccountId.parse(9),
  panelId: PanelId.parse(1),
  accessPoints: [door(101), door(102)],
  timeZones: new Map([[5, 'US/Eastern']]),
  rules: [101, 102].map((accessPointId) => groupRule(11, accessPointId, 41)),
  doorSets: [],
  sets: [],
  readers: [],
  areas: [],
  groups: [group(11), group(12)],
  schedules: [schedule(41), schedule(42)],
  holidays: [holiday(51), holiday(52, 5), holiday(53, 6)],
  users: [user(21, [11, 12]), user(22, [11], true), user(23, [12]), user(24, [])],
  credentials: [credential(31, 21), credential(32, 22), credential(33, 23), credential(34)],
})
