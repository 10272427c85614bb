import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReader } from '../../../shared/domain/devices/readers/create.ts'
import { listReaders, retrieveReader } from '../../../shared/domain/devices/readers/list.ts'
import { removeReader } from '../../../shared/domain/devices/readers/remove.ts'
import { updateReader } from '../../../shared/domain/devices/readers/update.ts'
import { AccessPointId } from '../../../shared/lib/ids.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { type Places, placesOver } from '../../support/places.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const gate = AccessPointId.parse(1)

describe.each([
  ['in memory', () => memoryTable()],
  ['DynamoDB Local', () => local.table],
])('readers: %s', (_name, make) => {
  let places: Places
  const made = async (account: number, side?: 1 | 2) => {
    const wanted = { name: 'Reader', type: 'card_reader' as const, accessPointId: gate, ...(side ? { side } : {}) }
    const result = await createReader(places.deps, places.principal(account), wanted)
    if (!result.ok) throw new Error(result.error.kind)
    return result.value
  }
  beforeAll(() => {
    places = placesOver(make())
  })

  it('are at the entry of their door unless they say otherwise, and in their account only', async () => {
    await places.doors(301, [1])
    const [entry, exit] = [await made(301), await made(301, 2)]
    expect([entry, exit]).toMatchObject([
      { side: 1, panelId: 3 },
      { side: 2, panelId: 3 },
    ])
    expect(await places.deps.readers.ofDoor(places.of(301), gate)).toEqual([entry, exit])
    const ofPanel = await listReaders(places.deps, places.principal(301), [{ field: 'panelId', is: entry.panelId }], places.page)
    expect(ofPanel).toEqual({ data: [entry, exit], count: 2 })
    expect(await retrieveReader(places.deps, places.principal(302), entry.id)).toMatchObject({ error: { what: 'reader' } })
    const elsewhere = { name: 'R', type: 'other' as const, accessPointId: gate }
    expect(await createReader(places.deps, places.principal(302), elsewhere)).toMatchObject({ error: { what: 'access point' } })
  })

  it('change their side, and are gone when they are deleted, or their door is', async () => {
    await places.doors(303, [1])
    const [one, two] = [await made(303), await made(303)]
    const turned = await updateReader(places.deps, places.principal(303), two.id, { side: 2, name: 'Exit' })
    expect(turned).toMatchObject({ ok: true, value: { side: 2, name: 'Exit' } })
    expect(await removeReader(places.deps, places.principal(303), one.id)).toMatchObject({ ok: true })
    expect(await places.deps.readers.ofDoor(places.of(303), gate)).toMatchObject([{ id: two.id, side: 2 }])
    await places.removeDoor(303, 1)
    expect(await places.deps.readers.ofDoor(places.of(303), gate)).toEqual([])
    expect(await retrieveReader(places.deps, places.principal(303), two.id)).toMatchObject({ ok: false })
  })
})
