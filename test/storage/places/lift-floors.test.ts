import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLiftFloor } from '../../../shared/domain/places/lift-floors/create.ts'
import { listLiftFloors, retrieveLiftFloor } from '../../../shared/domain/places/lift-floors/list.ts'
import { removeLiftFloor } from '../../../shared/domain/places/lift-floors/remove.ts'
import { updateLiftFloor } from '../../../shared/domain/places/lift-floors/update.ts'
import { AccessPointId } from '../../../shared/lib/ids.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { type Places, placesOver } from '../../support/places.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const cabin = AccessPointId.parse(1)

describe.each([
  ['in memory', () => memoryTable()],
  ['DynamoDB Local', () => local.table],
])('floors of lifts: %s', (_name, make) => {
  let places: Places
  const made = async (account: number, number: number, relay: number) => {
    const floor = { name: `Floor ${number}`, number, relay, accessPointId: cabin }
    const result = await createLiftFloor(places.deps, places.principal(account), floor)
    if (!result.ok) throw new Error(result.error.kind)
    return result.value
  }
  beforeAll(() => {
    places = placesOver(make())
  })

  it('hang on a door of the account, and are found by it', async () => {
    await places.doors(201, [1])
    const [top, ground] = [await made(201, 5, 6), await made(201, 0, 1)]
    expect(top).toMatchObject({ panelId: 3, number: 5, relay: 6 })
    expect(await places.deps.liftFloors.ofDoor(places.of(201), cabin)).toEqual([ground, top])
    expect(await retrieveLiftFloor(places.deps, places.principal(202), top.id)).toMatchObject({ ok: false })
    const named = await listLiftFloors(
      places.deps,
      places.principal(201),
      [{ field: 'name', contains: ['floor 5'] }],
      places.page,
    )
    expect(named).toEqual({ data: [top], count: 1 })
    const elsewhere = await createLiftFloor(places.deps, places.principal(202), {
      name: 'F',
      number: 1,
      relay: 1,
      accessPointId: cabin,
    })
    expect(elsewhere).toEqual({ ok: false, error: { kind: 'not_found', what: 'access point', id: 1 } })
  })

  it('share no output of a lift, and free the one that they leave', async () => {
    await places.doors(203, [1])
    const [one, two] = [await made(203, 1, 1), await made(203, 2, 2)]
    const taken = { ok: false, error: { kind: 'relay_taken', accessPointId: 1, relay: 2 } }
    expect(await updateLiftFloor(places.deps, places.principal(203), one.id, { relay: 2 })).toEqual(taken)
    expect(await updateLiftFloor(places.deps, places.principal(203), two.id, { relay: 3, name: 'Roof' })).toMatchObject({
      ok: true,
    })
    expect(await updateLiftFloor(places.deps, places.principal(203), one.id, { relay: 2 })).toMatchObject({ ok: true })
    const floors = await places.deps.liftFloors.ofDoor(places.of(203), cabin)
    expect(floors.map(({ name, relay }) => [name, relay])).toEqual([
      ['Floor 1', 2],
      ['Roof', 3],
    ])
  })

  it('are gone when they are deleted, or their door is', async () => {
    await places.doors(204, [1])
    const [one, two] = [await made(204, 1, 1), await made(204, 2, 2)]
    expect(await removeLiftFloor(places.deps, places.principal(204), one.id)).toMatchObject({ ok: true })
    expect(await places.deps.liftFloors.ofDoor(places.of(204), cabin)).toEqual([two])
    await places.removeDoor(204, 1)
    expect(await places.deps.liftFloors.ofDoor(places.of(204), cabin)).toEqual([])
    expect(await retrieveLiftFloor(places.deps, places.principal(204), two.id)).toMatchObject({ ok: false })
  })
})
