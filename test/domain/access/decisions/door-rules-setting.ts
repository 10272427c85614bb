import { areaStates, type KeptAreas } from '../../../../shared/domain/access/decisions/area-states.ts'
import { decide } from '../../../../shared/domain/access/decisions/decide.ts'
import {
  type Decision,
  type DecisionMemory,
  emptyMemory,
  type Presented,
  remember,
} from '../../../../shared/domain/access/decisions/decision.ts'
import { indexRules } from '../../../../shared/domain/access/decisions/index-rules.ts'
import type { DoorPosture } from '../../../../shared/domain/access/decisions/posture.ts'
import { PanelRules } from '../../../../shared/domain/access/decisions/rules.ts'
import { second } from '../../../../shared/lib/clock.ts'
import { AccessPointId } from '../../../../shared/lib/ids.ts'
import { when } from '../schedules/timetables.ts'
import { officeWeek } from './some-rules.ts'

export const zone = 'Europe/Berlin'
/** A Wednesday. */
export const noon = when(zone, '2025-06-18T12:00')
export const groups = { staff: 1, visitors: 2, immune: 3 }
/** Ann and Bob are staff with a card and a PIN, Vic and Wim visitors with a card, Ida is staff and immune to anti-passback. */
export const users = { ann: 11, bob: 12, vic: 13, wim: 14, ida: 15 }
const cards = { ann: 'a1', bob: 'b1', vic: 'c1', wim: 'd1', ida: 'e1' }
export type Name = keyof typeof users

/** A door that everybody may pass at any time, and a second one. */
export const rulesWith = (door: object, more: object = {}): PanelRules =>
  PanelRules.parse({
    formatVersion: 2,
    accountId: 1,
    panelId: 1,
    version: 1,
    compiledAt: 0,
    accessPoints: [
      { id: 1, ...door },
      { id: 2, ...(('second' in more && (more.second as object)) || {}) },
    ].map((one) => ({
      name: 'Door',
      siteId: 1,
      timeZone: zone,
      twoFactorEnabled: false,
      activationEnabled: true,
      pulseSeconds: 5,
      rules: [groups.staff, groups.visitors].map((groupId) => ({ subject: { kind: 'group', groupId } })),
      ...one,
    })),
    schedules: [{ id: 1, name: 'Office hours', week: officeWeek, exceptions: [], holidaySource: { kind: 'site' } }],
    holidays: [],
    groups: [1, 2, 3].map((id) => ({
      id,
      keypadUnlock: false,
      immuneToAntipassback: id === groups.immune,
      excludedFromLockdown: false,
    })),
    users: [
      { id: users.ann, suspended: false, pin: '1111', groupIds: [groups.staff] },
      { id: users.bob, suspended: false, pin: '2222', groupIds: [groups.staff] },
      { id: users.vic, suspended: false, groupIds: [groups.visitors] },
      { id: users.wim, suspended: false, groupIds: [groups.visitors] },
      { id: users.ida, suspended: false, groupIds: [groups.staff, groups.immune] },
    ],
    credentials: [
      ...Object.entries(cards).map(([name, encoded], index) => ({ id: index + 1, encoded, userId: users[name as Name] })),
      { id: 20, kind: 'finger', encoded: 'left', userId: users.ann },
      { id: 21, kind: 'switch_code', encoded: '7700', userId: users.bob },
      { id: 22, kind: 'qr', encoded: 'q1', userId: users.ann },
    ],
    ...more,
  })

/** Something held to the first door: the card of a person, or a PIN. */
export const card = (name: Name, more: Omit<Partial<Presented>, 'accessPointId'> = {}, door = 1): Presented => ({
  accessPointId: AccessPointId.parse(door),
  encodedCredential: cards[name],
  ...more,
})
export const pin = (code: string, more: Omit<Partial<Presented>, 'accessPointId'> = {}): Presented => ({
  accessPointId: AccessPointId.parse(1),
  pin: code,
  ...more,
})

/** A memory with nothing but who was where. */
export const whereabouts = (areas: KeptAreas): DecisionMemory => ({ ...emptyMemory, areas: areaStates(areas) })

type Step = readonly [seconds: number, presented: Presented]

/** What is decided of these, each so many seconds after an instant, with what the earlier ones left behind. */
export const run = (
  rules: PanelRules,
  steps: readonly Step[],
  { from = noon, memory: before = emptyMemory, posture }: { from?: number; memory?: DecisionMemory; posture?: DoorPosture } = {},
) => {
  const indexed = indexRules(rules)
  let memory = before
  const decisions = steps.map(([seconds, presented]): Decision => {
    const decision = decide(indexed, presented, from + seconds * second, memory, posture)
    memory = remember(memory, decision)
    return decision
  })
  return { decisions, memory, reasons: decisions.map(({ reason }) => reason) }
}
