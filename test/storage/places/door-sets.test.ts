import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createAccessPoint } from '../../../shared/domain/places/access-points/create.ts'
import { createDoorSet } from '../../../shared/domain/places/door-sets/create.ts'
import type { DoorSet } from '../../../shared/domain/places/door-sets/entity.ts'
import { listDoorSets, retrieveDoorSet } from '../../../shared/domain/places/door-sets/list.ts'
import { removeDoorSet } from '../../../shared/domain/places/door-sets/remove.ts'
import { updateDoorSet } from '../../../shared/domain/places/door-sets/update.ts'
import { AccessPointId, AccessRuleId, GroupId } from '../../../shared/lib/ids.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { somebody } from '../../support/api.ts'
import { group, next, user } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { type Places, placesOver } from '../../support/places.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const noPostureWork = { nudge: async () => {}, nudgeAll: async () => {}, begin: async () => {} }
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

  describe('with a zone code', () => {
    const zone = { name: 'Zone', exclusive: false, doors: [] }
    const refused = (problem: string) => ({ ok: false, error: { kind: 'zone_code_invalid', problem } })
    const created = async (account: number, settings: { zoneCode?: string; silentAlarm?: true }) =>
      createDoorSet(places.deps, places.principal(account), { ...zone, ...settings })
    const changed = (account: number, set: DoorSet, wanted: Parameters<typeof updateDoorSet>[3]) =>
      updateDoorSet(places.deps, places.principal(account), set.id, wanted)
    const userOf = (account: number, id: number, pin: string) =>
      places.deps.users.add(places.of(account), user(id, { pin }), undefined)
    const whole = async (account: number, settings: { zoneCode?: string; silentAlarm?: true }) => {
      const result = await created(account, settings)
      if (!result.ok) throw new Error(result.error.kind)
      return result.value
    }

    it('share it with no PIN and no other set of the account, whichever comes first', async () => {
      expect(await userOf(110, 1, '7000')).toEqual({ ok: true })
      expect(await created(110, { zoneCode: '7000' })).toEqual(refused('taken'))
      const set = await whole(110, { zoneCode: '7001' })
      expect(await created(110, { zoneCode: '7001' })).toEqual(refused('taken'))
      expect(await changed(110, await whole(110, {}), { zoneCode: '7001' })).toEqual(refused('taken'))
      expect(await userOf(110, 2, '7001')).toMatchObject({ reason: 'taken', what: 'pin' })
      expect(await places.deps.users.findByPin(places.of(110), '7001')).toBeUndefined()
      expect(await created(111, { zoneCode: '7001' })).toMatchObject({ ok: true })
      // its own code, sent again with a name
      expect(await changed(110, set, { name: 'N', zoneCode: '7001' })).toMatchObject({ ok: true, value: { name: 'N' } })
    })

    it('give it up when it is changed, taken away, or goes with them', async () => {
      const set = await whole(112, { zoneCode: '7000' })
      expect(await changed(112, set, { zoneCode: '7100' })).toMatchObject({ ok: true, value: { zoneCode: '7100' } })
      expect(await userOf(112, 1, '7000')).toEqual({ ok: true })
      const without = await changed(112, set, { zoneCode: null })
      expect(without.ok && without.value).not.toHaveProperty('zoneCode')
      expect(await userOf(112, 2, '7100')).toEqual({ ok: true })
      const other = await whole(112, { zoneCode: '7200', silentAlarm: true })
      expect(await removeDoorSet(places.deps, places.principal(112), other.id)).toMatchObject({ ok: true })
      expect(await userOf(112, 3, '7200')).toEqual({ ok: true })
      // nor does its silent alarm outlive it
      expect(await userOf(112, 4, '7201')).toEqual({ ok: true })
    })

    it('are refused a code that is no PIN of the account, and one where a floor lies in the set', async () => {
      for (const zoneCode of ['123', '123456789', '12a4', '']) {
        expect(await created(113, { zoneCode })).toEqual(refused('malformed'))
      }
      await places.doors(113, [1, 2])
      const hardware = { type: 'FLOOR' as const, floor: { liftId: AccessPointId.parse(1), number: 2, relay: 2 } }
      const floor = await createAccessPoint({ ...places.deps, postureWork: noPostureWork }, places.principal(113), {
        name: 'F',
        pulseSeconds: 5,
        hardware,
      })
      if (!floor.ok) throw new Error(floor.error.kind)
      const put = [{ accessPointId: floor.value.id }]
      const atFloor = { ok: false, error: { kind: 'zone_code_invalid', problem: 'floor', accessPointId: floor.value.id } }
      const set = await whole(113, { zoneCode: '7000' })
      expect(await changed(113, set, { doors: { put } })).toEqual(atFloor)
      const without = await whole(113, {})
      expect(await changed(113, without, { doors: { put } })).toMatchObject({ ok: true })
      expect(await changed(113, without, { zoneCode: '7100' })).toEqual(atFloor)
      expect(await changed(113, without, { zoneCode: '7100', doors: { all: [] } })).toMatchObject({ ok: true })
    })

    it('never have its digits in their audit events', async () => {
      const set = await whole(114, { zoneCode: '7654', silentAlarm: true })
      await changed(114, set, { zoneCode: '4567' })
      const at = places.deps.now()
      const range = { from: at, before: at + 1 }
      const data = await places.deps.events.newest(places.of(114), 'audit', {
        range,
        size: 10,
        test: () => true,
        mostMatch: true,
      })
      expect(data.length).toBeGreaterThan(1)
      expect(JSON.stringify(data)).not.toMatch(/7654|4567/)
      expect(JSON.stringify(data)).toContain('zoneCode')
    })

    it('keep codes beside another apart while a set raises a silent alarm, and only then', async () => {
      const set = await whole(115, { zoneCode: '9999' })
      expect(await userOf(115, 1, '5000')).toEqual({ ok: true })
      expect(await userOf(115, 2, '5001')).toEqual({ ok: true })
      expect(await changed(115, set, { silentAlarm: true })).toMatchObject({ ok: true, value: { silentAlarm: true } })
      for (const pin of ['5002', '4999', '0000', '9998']) {
        expect(await userOf(115, 3, pin)).toEqual({ ok: false, reason: 'neighbour' })
      }
      expect(await userOf(116, 3, '5002')).toEqual({ ok: true })
      expect(await created(115, { zoneCode: '4999' })).toEqual(refused('beside_another'))
      expect(await userOf(115, 3, '5003')).toEqual({ ok: true })
      // what the person gives up does not count
      const before = user(3, { pin: '5003' })
      expect(await places.deps.users.replace(places.of(115), before, next(before, { pin: '5004' }), undefined)).toEqual({
        ok: true,
      })
      const off = await changed(115, set, { silentAlarm: false })
      expect(off.ok && off.value).not.toHaveProperty('silentAlarm')
      expect(await userOf(115, 4, '5005')).toEqual({ ok: true })
    })

    it('give one of two neighbours away that are asked for at the same instant', async () => {
      await whole(117, { silentAlarm: true })
      const added = await Promise.all(['5000', '5001', '5002'].map((pin, index) => userOf(117, index + 1, pin)))
      const given = added.flatMap(({ ok }, index) => (ok ? [5000 + index] : []))
      // the one in the middle excludes both others
      expect([[5001], [5000, 5002], [5000], [5002]]).toContainEqual(given)
    })
  })
})
