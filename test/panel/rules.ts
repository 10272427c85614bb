import { type PanelRules, PanelRules as Schema } from '../../shared/domain/access/decisions/rules.ts'
import { alwaysOpenWeek } from '../../shared/domain/access/schedules/timetable.ts'
import { AccessPointId } from '../../shared/lib/ids.ts'

export const frontDoor = AccessPointId.parse(501)
export const backDoor = AccessPointId.parse(502)
/** The card that opens the front door at any time. */
export const goodCard = '28c0293'

const door = (id: number, rules: object[]) => ({
  id,
  name: `Door ${id}`,
  siteId: 3,
  timeZone: 'Europe/Berlin',
  twoFactorEnabled: false,
  activationEnabled: true,
  pulseSeconds: 5,
  rules,
})

/** Floors behind a lift, one for each output: the floor of output 3 is 603. The person of `rulesOf` may choose those of `mine`. */
export const floorsOf = (liftId: number, relays: readonly number[], mine: readonly number[] = []) =>
  relays.map((relay) => ({
    ...door(600 + relay, mine.includes(relay) ? [{ subject: { kind: 'group', groupId: 10 } }] : []),
    floor: { liftId, number: relay, relay },
  }))

/** Two doors; one person, with a card and a permission at the front door, always. */
export const rulesOf = (version: number, change: Record<string, unknown> = {}): PanelRules => {
  return Schema.parse({
    formatVersion: 2,
    accountId: 2,
    panelId: 77,
    version,
    compiledAt: 1_800_000_000_000,
    accessPoints: [door(frontDoor, [{ subject: { kind: 'group', groupId: 10 }, scheduleId: 20 }]), door(backDoor, [])],
    schedules: [{ id: 20, name: 'Always', week: alwaysOpenWeek, exceptions: [], holidaySource: { kind: 'site' } }],
    // one that is over, so that each version says something else
    holidays: [{ id: 1, name: `Of version ${version}`, start: '2001-01-01T00:00:00', end: '2001-01-01T23:59:00' }],
    groups: [{ id: 10, keypadUnlock: false, immuneToAntipassback: false, excludedFromLockdown: false }],
    users: [{ id: 30, suspended: false, groupIds: [10] }],
    credentials: [{ id: 40, encoded: goodCard, userId: 30 }],
    ...change,
  })
}
