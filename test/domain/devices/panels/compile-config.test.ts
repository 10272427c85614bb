import { describe, expect, it } from 'vitest'
import { AccessRule, type RuleTarget } from '../../../../shared/domain/access/rules/entity.ts'
import { compileRules } from '../../../../shared/domain/devices/panels/compile-config.ts'
import type { RuleSources } from '../../../../shared/domain/devices/panels/rule-sources.ts'
import { Credential } from '../../../../shared/domain/people/credentials/entity.ts'
import { AccessPointId, DoorSetId, GroupId, ReaderId, ScheduleId, SiteId, UserId } from '../../../../shared/lib/ids.ts'
import { visitor } from '../../../support/holders.ts'
import { groupRule } from '../../../support/rules.ts'
import { someSources } from './some-sources.ts'

describe("a panel's rules", () => {
  it('hold the people who may pass its doors, with their cards, and nobody else', () => {
    const { users, credentials, groups } = compileRules(someSources())
    expect(users.map(({ id }) => id)).toEqual([21, 22])
    expect(credentials.map(({ id, userId }) => [id, userId])).toEqual([
      [31, 21],
      [32, 22],
    ])
    expect(groups.map(({ id }) => id)).toEqual([11])
  })

  it('say who enables a schedule by being there, of those who may pass', () => {
    const sources = someSources()
    const enabling = sources.schedules.map((schedule) => ({ ...schedule, enablingGroupId: GroupId.parse(12) }))
    const members = sources.users.slice(0, 2).map((user) => ({ ...user, groupIds: [11, 12, 13].map((id) => GroupId.parse(id)) }))
    const { users, groups } = compileRules({ ...sources, schedules: enabling, users: members })
    expect(users.map(({ id, groupIds }) => [id, groupIds])).toEqual([
      [21, [11, 12]],
      [22, [11, 12]],
    ])
    expect(groups.map(({ id }) => id)).toEqual([11])
  })

  it('say of a credential what it is and how it may be used, and nothing of one in stock', () => {
    const [person] = someSources().users
    const common = { version: 1, userId: person?.id, createdAt: 0, updatedAt: 0, encoded: 'B1234' }
    const use = { passesLeft: 3, relays: 'all', alarm: true }
    const credentials = [
      Credential.parse({ ...common, ...use, id: 1, kind: 'plate', state: 'active' }),
      Credential.parse({ ...common, id: 2, kind: 'qr', state: 'lost' }),
      Credential.parse({ ...common, id: 3, kind: 'finger', state: 'pending' }),
    ]
    expect(compileRules({ ...someSources(), credentials }).credentials).toEqual([
      { id: 1, kind: 'plate', encoded: 'B1234', userId: person?.id, ...use },
      { id: 2, kind: 'qr', encoded: 'B1234', userId: person?.id, state: 'lost' },
    ])
  })

  it('keep a suspended person, marked, so that the denial can be explained', () => {
    const { users } = compileRules(someSources())
    expect(users.map(({ id, suspended }) => [id, suspended])).toEqual([
      [21, false],
      [22, true],
    ])
  })

  it('are flat at a door: of the door, of its sides, of its site, and of the sets that it lies in', () => {
    const sources = someSources()
    const to = (target: RuleTarget, scheduleId?: number): AccessRule => ({
      ...AccessRule.omit({ scheduleId: true }).parse(groupRule(12, 1)),
      target,
      ...(scheduleId === undefined ? {} : { scheduleId: ScheduleId.parse(scheduleId) }),
    })
    const doorSetId = DoorSetId.parse(8)
    const [door1, door2] = [AccessPointId.parse(101), AccessPointId.parse(102)]
    const rules = [
      to({ kind: 'door_side', accessPointId: door1, side: 2 }, 42),
      to({ kind: 'site', siteId: SiteId.parse(5) }),
      to({ kind: 'site', siteId: SiteId.parse(6) }),
      to({ kind: 'door_set', doorSetId }, 41),
    ]
    const compiled = compileRules({
      ...sources,
      rules,
      doorSets: [{ doorSetId, accessPointId: door2, side: 1, panelId: sources.panelId }],
    })
    const subject = { kind: 'group', groupId: 12 }
    expect(compiled.accessPoints.map(({ rules }) => rules)).toEqual([
      [{ subject }, { subject, side: 2, scheduleId: 42 }],
      [{ subject }, { subject, side: 1, scheduleId: 41 }],
    ])
    expect(compiled.users.map(({ id }) => id)).toEqual([21, 23])
  })

  it('say which codes open a door by itself, at which side, and where a silent alarm is raised by code; never at a floor', () => {
    const sources = someSources()
    const [first, second] = sources.accessPoints
    if (!first || !second) throw new Error('There are two doors')
    const [zone, plain] = [DoorSetId.parse(8), DoorSetId.parse(9)]
    const floor = {
      ...first,
      id: AccessPointId.parse(103),
      type: 'FLOOR' as const,
      floor: { liftId: first.id, number: 2, relay: 2 },
    }
    const member = (doorSetId: DoorSetId, { id }: { id: AccessPointId }) => ({
      doorSetId,
      accessPointId: id,
      panelId: sources.panelId,
    })
    const { accessPoints } = compileRules({
      ...sources,
      accessPoints: [first, second, floor],
      doorSets: [member(zone, first), { ...member(plain, first), side: 2 }, member(plain, second), member(zone, floor)],
      sets: [
        { id: zone, zoneCode: '7100', silentAlarm: true },
        { id: plain, zoneCode: '7000' },
      ],
    })
    expect(accessPoints.map(({ zoneCodes, silentAlarm }) => ({ zoneCodes, silentAlarm }))).toEqual([
      { zoneCodes: [{ code: '7000', side: 2 }, { code: '7100' }], silentAlarm: true },
      { zoneCodes: [{ code: '7000' }], silentAlarm: undefined },
      { zoneCodes: undefined, silentAlarm: undefined },
    ])
  })

  it('say the readers of a door by their sides', () => {
    const sources = someSources()
    const at = { accessPointId: AccessPointId.parse(101), panelId: sources.panelId }
    const { accessPoints } = compileRules({
      ...sources,
      readers: [
        { ...at, id: ReaderId.parse(72), side: 2 },
        { ...at, id: ReaderId.parse(71), side: 1 },
      ],
    })
    expect(accessPoints[0]?.readers).toEqual([
      { id: 71, side: 1 },
      { id: 72, side: 2 },
    ])
    expect(accessPoints[1]).not.toHaveProperty('readers')
  })

  it('say who may go to the floors of a lift: by rules that name them, and not by those of the site', () => {
    const sources = someSources()
    const [lift] = sources.accessPoints
    if (!lift) throw new Error('there is no door')
    const floor = { liftId: lift.id, number: 1, relay: 2 }
    const site: AccessRule = {
      ...AccessRule.omit({ scheduleId: true }).parse(groupRule(11, 1)),
      target: { kind: 'site', siteId: lift.siteId },
    }
    const { accessPoints, users } = compileRules({
      ...sources,
      accessPoints: [{ ...lift, id: AccessPointId.parse(103), type: 'FLOOR', floor }],
      rules: [groupRule(12, 103, 42), site],
    })
    expect(accessPoints).toMatchObject([{ id: 103, floor, rules: [{ subject: { kind: 'group', groupId: 12 }, scheduleId: 42 }] }])
    expect(users.map(({ id }) => id)).toEqual([21, 23])
  })

  it('say by what the panel reaches a lock or an output, and which rules override its privacy', () => {
    const sources = someSources()
    const [door] = sources.accessPoints
    if (!door) throw new Error('there is no door')
    const { accessPoints } = compileRules({
      ...sources,
      accessPoints: [
        { ...door, type: 'SALTO_DOOR', lockSerialNumber: 'A-7' },
        { ...door, id: AccessPointId.parse(103), type: 'WIEGAND', wiegandPort: 2 },
      ],
      rules: [{ ...groupRule(12, door.id), privacyModeOverride: true }],
    })
    expect(accessPoints).toMatchObject([
      { lockSerialNumber: 'A-7', rules: [{ overridesPrivacy: true }] },
      { wiegandPort: 2, rules: [] },
    ])
  })

  it('hold the members of groups below one that has a rule', () => {
    const sources = someSources()
    const [parent, child] = [GroupId.parse(11), GroupId.parse(12)]
    const groups = sources.groups.map((one) => (one.id === child ? { ...one, parentId: parent } : one))
    const { users } = compileRules({ ...sources, groups })
    expect(users.map(({ id, groupIds }) => [id, groupIds])).toEqual([
      [21, [11]],
      [22, [11]],
      [23, [11]],
    ])
  })

  it('hold a person who has a rule of their own, in no group', () => {
    const own = { ...groupRule(1, 101), subject: { kind: 'user' as const, userId: UserId.parse(24) } }
    expect(compileRules({ ...someSources(), rules: [own] }).users.map(({ id }) => id)).toEqual([24])
  })

  it('hold when a visitor may pass, by a group or a rule of their own, and that a visit was stopped', () => {
    const sources = someSources()
    const [member, own] = [visitor(1, { groupIds: [GroupId.parse(11)], pin: '1234' }), visitor(2, { groupIds: [] })]
    const stopped = { ...own, visit: { ...own.visit, stopped: { at: 5, as: 'ended' as const } } }
    const ownRule = { ...groupRule(1, 101), subject: { kind: 'user' as const, userId: own.id } }
    const { users } = compileRules({ ...sources, rules: [...sources.rules, ownRule], users: [member, stopped, visitor(3)] })
    expect(users).toEqual([
      { id: member.id, suspended: false, pin: '1234', groupIds: [11], visit: { startsAt: 100, endsAt: 900 } },
      { id: own.id, suspended: false, groupIds: [], visit: { startsAt: 100, endsAt: 900, stopped: true } },
    ])
  })

  it('leave out rules of a group that is gone, and doors whose site is', () => {
    const sources = someSources()
    const withoutGroup = compileRules({ ...sources, groups: [] })
    expect(withoutGroup.accessPoints.flatMap(({ rules }) => rules)).toEqual([])
    expect(withoutGroup).toMatchObject({ users: [], credentials: [] })
    expect(compileRules({ ...sources, timeZones: new Map() }).accessPoints).toEqual([])
  })

  it('hold the schedules that are used and the holidays of its sites', () => {
    const { schedules, holidays } = compileRules(someSources())
    expect(schedules.map(({ id }) => id)).toEqual([41])
    expect(holidays.map(({ id }) => id)).toEqual([51, 52])
  })

  it('are the same text whatever order their sources came in', () => {
    const sources = someSources()
    const reversed: RuleSources = {
      ...sources,
      accessPoints: [...sources.accessPoints].reverse(),
      rules: [...sources.rules].reverse(),
      groups: [...sources.groups].reverse(),
      users: [...sources.users].reverse(),
      credentials: [...sources.credentials].reverse(),
      holidays: [...sources.holidays].reverse(),
    }
    expect(JSON.stringify(compileRules(reversed))).toBe(JSON.stringify(compileRules(sources)))
  })

  it('read no field of an entity whose change would not be compiled again', () => {
    const [person] = someSources().users
    // @ts-expect-error a name is in no rules, so a new name reaches no panel
    expect(person?.firstName).toBeDefined()
  })
})
