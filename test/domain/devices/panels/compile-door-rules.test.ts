import { expect, it } from 'vitest'
import { compileRules } from '../../../../shared/domain/devices/panels/compile-config.ts'
import { DoorRules, SetDoorRules } from '../../../../shared/domain/places/access-points/door-rules.ts'
import { someSources } from './some-sources.ts'

/** What the doors 101 and 102 ask for, compiled. */
const compiled = (asks: Readonly<Record<number, object>>) => {
  const { accessPoints, ...sources } = someSources()
  return compileRules({
    ...sources,
    accessPoints: accessPoints.map((door) => ({ ...door, doorRules: DoorRules.parse(asks[door.id] ?? {}) })),
  })
}
const rulesAt = (asks: Readonly<Record<number, object>>) => compiled(asks).accessPoints.map(({ doorRules }) => doorRules)

it('a door that asks for nothing has no rules besides', () => {
  expect(compiled({ 101: {} })).toEqual(compileRules(someSources()))
})

it('the schedules of what a door asks for are in the rules, also when no permission has them', () => {
  const twoPerson = { twoPerson: { scheduleId: 42, side: 1 } }
  const rules = compiled({ 101: twoPerson })
  expect(rules.schedules.map(({ id }) => id)).toEqual([41, 42])
  expect(rules.accessPoints[0]?.doorRules).toEqual(twoPerson)
})

it('a schedule that is gone stays named', () => {
  const factors = { factors: { sets: [['card', 'pin']], scheduleId: 49 } }
  const rules = compiled({ 101: factors })
  expect(rules.schedules.map(({ id }) => id)).toEqual([41])
  expect(rules.accessPoints[0]?.doorRules).toEqual(factors)
})

it('an escorted group marks the people who may pass, and brings nobody into the rules', () => {
  const rules = compiled({ 101: { escort: { groupIds: [12] } } })
  expect(rules.groups.map(({ id }) => id)).toEqual([11, 12])
  expect(rules.users.map(({ id, groupIds }) => [id, groupIds])).toEqual([
    [21, [11, 12]],
    [22, [11]],
  ])
})

it('members of a group below an escorted one are escorted', () => {
  const { groups, accessPoints, ...sources } = someSources()
  const rules = compileRules({
    ...sources,
    groups: groups.map((group) => (group.id === 11 ? { ...group, parentId: groups[1]?.id } : group)),
    accessPoints: accessPoints.map((door) => ({ ...door, doorRules: DoorRules.parse({ escort: { groupIds: [12] } }) })),
  })
  expect(rules.users.map(({ id, groupIds }) => [id, groupIds])).toEqual([
    [21, [11, 12]],
    [22, [11, 12]],
  ])
})

it('groups and doors that are gone are left out, and a rule that has none left with them', () => {
  expect(rulesAt({ 101: { escort: { groupIds: [19, 12] } } })[0]).toEqual({ escort: { groupIds: [12] } })
  expect(rulesAt({ 101: { escort: { groupIds: [19] }, interlock: { accessPointIds: [109] } } })).toEqual([undefined, undefined])
})

it('an interlock holds in both directions, and never with the door itself', () => {
  expect(rulesAt({ 101: { interlock: { accessPointIds: [102, 101] } } })).toEqual([
    { interlock: { accessPointIds: [102] } },
    { interlock: { accessPointIds: [101] } },
  ])
})

it('a silent alarm by code is not among what is asked for', () => {
  const [door] = compiled({ 101: { twoPerson: {} } }).accessPoints
  const { accessPoints, ...sources } = someSources()
  const alarmed = accessPoints.map((point) => ({ ...point, doorRules: SetDoorRules.parse({ twoPerson: {}, silentAlarm: true }) }))
  expect(compileRules({ ...sources, accessPoints: alarmed }).accessPoints[0]).toEqual({ ...door, silentAlarm: true })
})
