import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDoorSet } from '../../../shared/domain/places/door-sets/create.ts'
import { listDoorSets, retrieveDoorSet } from '../../../shared/domain/places/door-sets/list.ts'
import { removeDoorSet } from '../../../shared/domain/places/door-sets/remove.ts'
import { updateDoorSet } from '../../../shared/domain/places/door-sets/update.ts'
import { AccessPointId, AccessRuleId, GroupId } from '../../../shared/lib/ids.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { somebody } from '../../support/api.ts'
import { group } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { type Places, placesOver } from '../../support/places.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const door = (id: number) => ({ accessPointId: AccessPointId.parse(id) })
const side = (id: number, which: 1 | 2) => ({ ...door(id), side: which })

describe.each([
  ['in memory', () => memoryTable()],
  ['DynamoDB Local', () => local.table],
])('sets of doors: %s', (_name, make) => {
  let places: Places
  const made = async (account: number, doors: Parameters<typeof createDoorSet>[2]['doors'] = [], exclusive = false) => {
    const result = await createDoorSet(places.deps, places.principal(account), { name: `Set ${account}`, exclusive, doors })
    if (!result.ok) throw new Error(result.error.kind)
    return result.value
  }
  const doorsOf = async (account: number, id: Parameters<typeof retrieveDoorSet>[2]) => {
    const found = await retrieveDoorSet(places.deps, places.principal(account), id)
    if (!found.ok) throw new Error(found.error.kind)
    return found.value.doors.map(({ accessPointId, side: which }) =>
      which === undefined ? [accessPointId] : [accessPointId, which],
    )
  }
  beforeAll(() => {
    places = placesOver(make())
  })

  it('hold doors and sides, seen from the set and from the door, each in its own account', async () => {
    await places.doors(101, [10, 11])
    const set = await made(101, [door(10), side(11, 2)])
    expect(await doorsOf(101, set.id)).toEqual([[10], [11, 2]])
    const member = { doorSetId: set.id, ...door(10), panelId: 3 }
    expect(await places.deps.doorSets.ofDoor(places.of(101), AccessPointId.parse(10))).toEqual([member])
    expect(await places.deps.doorSets.ofDoor(places.of(102), AccessPointId.parse(10))).toEqual([])
    expect(await retrieveDoorSet(places.deps, somebody({ accountId: places.of(102) }), set.id)).toMatchObject({ ok: false })
  })

  it('take a door that is named by each of its sides by both, and none that does not exist', async () => {
    await places.doors(103, [10])
    const set = await made(103, [side(10, 1), side(10, 2)])
    expect(await doorsOf(103, set.id)).toEqual([[10]])
    const wanted = { doors: { put: [door(99)] } }
    expect(await updateDoorSet(places.deps, places.principal(103), set.id, wanted)).toEqual({
      ok: false,
      error: { kind: 'not_found', what: 'access point', id: 99 },
    })
  })

  it('have many doors at once, and exactly those that the last list names', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => index + 1)
    await places.doors(104, ids)
    const set = await made(104, ids.map(door), true)
    expect(await doorsOf(104, set.id)).toHaveLength(40)
    const all = [side(1, 2), door(40)]
    const updated = await updateDoorSet(places.deps, places.principal(104), set.id, { name: 'Few', doors: { all } })
    expect(updated).toMatchObject({ ok: true, value: { name: 'Few' } })
    expect(await doorsOf(104, set.id)).toEqual([[1, 2], [40]])
    // the sides that it left are free
    const other = await made(104, [side(1, 1), door(2)], true)
    expect(await doorsOf(104, other.id)).toEqual([[1, 1], [2]])
  })

  it('keep the doors that two writers add at once', async () => {
    await places.doors(105, [1, 2, 3, 4])
    const set = await made(105)
    const puts = [1, 2, 3, 4].map((id) =>
      updateDoorSet(places.deps, places.principal(105), set.id, { doors: { put: [door(id)] } }),
    )
    expect((await Promise.all(puts)).map(({ ok }) => ok)).toEqual([true, true, true, true])
    expect(await doorsOf(105, set.id)).toEqual([[1], [2], [3], [4]])
  })

  it('share no side when they are exclusive, and say which set has it', async () => {
    await places.doors(106, [1, 2])
    const zone = await made(106, [side(1, 1)], true)
    const other = await made(106, [side(1, 2)], true)
    const plain = await made(106, [door(1)])
    expect(await doorsOf(106, plain.id)).toEqual([[1]])
    const taken = { ok: false, error: { kind: 'door_in_exclusive_set', accessPointId: 1, doorSetId: zone.id } }
    expect(await updateDoorSet(places.deps, places.principal(106), other.id, { doors: { put: [door(1)] } })).toEqual(taken)
    const whole = { name: 'Z', exclusive: true, doors: [door(2), side(1, 1)] }
    expect(await createDoorSet(places.deps, places.principal(106), whole)).toEqual(taken)
    expect(await listDoorSets(places.deps, places.principal(106), [{ field: 'exclusive', is: true }], places.page)).toMatchObject(
      {
        count: 2,
      },
    )
  })

  it('share no side either when two are put in at the same instant', async () => {
    await places.doors(107, [1])
    const zones = [await made(107, [], true), await made(107, [], true), await made(107, [], true)]
    const puts = await Promise.all(
      zones.map(({ id }) => updateDoorSet(places.deps, places.principal(107), id, { doors: { put: [door(1)] } })),
    )
    expect(puts.filter(({ ok }) => ok)).toHaveLength(1)
    expect(await places.deps.doorSets.ofDoor(places.of(107), AccessPointId.parse(1))).toHaveLength(1)
  })

  it('leave nothing behind when they are deleted', async () => {
    await places.doors(108, [1, 2])
    const set = await made(108, [door(1), side(2, 1)], true)
    await places.deps.groups.add(places.of(108), group(7), undefined)
    const target = { kind: 'door_set' as const, doorSetId: set.id }
    const rule = {
      id: AccessRuleId.parse(1),
      version: 1,
      subject: { kind: 'group' as const, groupId: GroupId.parse(7) },
      target,
      createdAt: 0,
      updatedAt: 0,
    }
    await places.deps.rules.set(places.of(108), rule, undefined)
    expect(await removeDoorSet(places.deps, places.principal(108), set.id)).toEqual({ ok: true, value: undefined })
    expect(await places.deps.rules.ofTarget(places.of(108), target)).toEqual([])
    expect(await places.deps.doorSets.membersOf(places.of(108), set.id)).toEqual([])
    expect(await places.deps.doorSets.heldSides(places.of(108), [AccessPointId.parse(1), AccessPointId.parse(2)])).toEqual([])
    expect(await removeDoorSet(places.deps, places.principal(108), set.id)).toMatchObject({
      error: { kind: 'not_found', what: 'door set' },
    })
  })

  it('lose a door that is deleted', async () => {
    await places.doors(109, [1, 2])
    const set = await made(109, [door(1), door(2)], true)
    await places.removeDoor(109, 1)
    expect(await doorsOf(109, set.id)).toEqual([[2]])
    expect(await places.deps.doorSets.heldSides(places.of(109), [AccessPointId.parse(1)])).toEqual([])
  })
})
