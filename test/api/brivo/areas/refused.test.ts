import { expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { addArea, entry, exit } from '../../../support/areas.ts'
import { addDoors } from '../../../support/panels.ts'

const api = testApi()
const { front, back, areaId, siteId, controlPanelId } = await addArea(api)
const elsewhere = await addDoors(api, 'SP-2', 'elsewhere')
const floor = await api.call('POST', '/access-points', {
  body: { name: 'Floor', type: 'FLOOR', elevatorId: back, floorNumber: 1, relay: 1 },
})
const floorId: number = floor.json.id
const antiPassback = { enforcement: 'DENY' }
const sound = { name: 'Second', borders: [entry(back)] }

it('there are doors, a floor and a site to begin with', () => {
  expect([front, back, floorId, siteId, controlPanelId].every((id) => id > 0)).toBe(true)
})

it.each([
  ['doors of several panels', { borders: [entry(back), exit(elsewhere.front)] }, 'one control panel, which decides alone'],
  ['no entry', { borders: [exit(back)] }, 'at least one border with the direction IN'],
  ['a limit without an entry', { borders: [exit(back)], occupancy: { enforcement: 'DENY', limit: 4 } }, 'direction IN'],
  ['anti-passback without an exit', { antiPassback }, 'at least one border with the direction OUT'],
  ['a side twice', { borders: [entry(back), exit(back, 1)] }, `side 1 of the access point ${back} is named twice`],
  [
    'an entry of another area',
    { borders: [entry(front)] },
    `side 1 of the access point ${front} is an entry of the area ${areaId}`,
  ],
  ['a floor', { borders: [entry(floorId)] }, `the access point ${floorId} has no reader`],
  ['a door that does not exist', { borders: [entry(back), exit(123)] }, 'the access point 123 does not exist'],
  ['no border', { borders: [] }, 'at least one border'],
  ['65 borders', { borders: Array.from({ length: 65 }, () => entry(back)) }, 'at most 64 borders'],
])('an area with %s is refused, with the reason', async (_, body, reason) => {
  const answer = await api.call('POST', '/areas', { body: { ...sound, ...body } })
  expect(answer).toMatchObject({ status: 400, json: { code: 400 } })
  expect(answer.json.message).toContain('borders')
  expect(answer.json.message).toContain(reason)
})

it.each([
  ['exceptUserIds', { exceptUserIds: [123] }, 'the user 123 does not exist'],
  ['exceptUserIds', { exceptUserIds: Array.from({ length: 501 }, (_, at) => at + 1) }, 'at most 500'],
  ['resets', { resets: Array.from({ length: 15 }, () => ({ weekday: 'MONDAY', time: '01:00' })) }, 'at most 14'],
  ['time', { resets: [{ weekday: 'MONDAY', time: '24:00' }] }, "'24:00' is not a time"],
  ['weekday', { resets: [{ weekday: 'HOLIDAY', time: '01:00' }] }, ''],
  ['limit', { occupancy: { enforcement: 'DENY', limit: 0 } }, ''],
  ['timeoutMinutes', { antiPassback: { enforcement: 'DENY', timeoutMinutes: 0 } }, ''],
  ['enforcement', { antiPassback: { enforcement: 'SOFT' } }, ''],
  ['side', { borders: [entry(back, 3)] }, ''],
  ['name', { name: '' }, ''],
])('a wrong %s is refused, and named', async (field, body, reason) => {
  const answer = await api.call('POST', '/areas', { body: { ...sound, ...body } })
  expect(answer).toMatchObject({ status: 400, json: { code: 400 } })
  expect(answer.json.message).toContain(field)
  expect(answer.json.message).toContain(reason)
})

it.each([
  ['anti-passback without an exit', { antiPassback, borders: [entry(front)] }, 'direction OUT'],
  ['doors of another panel', { borders: [entry(elsewhere.front)] }, 'one control panel'],
  ['a door that does not exist', { borders: [entry(123)] }, 'the access point 123 does not exist'],
  ['somebody who does not exist', { exceptUserIds: [123] }, 'the user 123 does not exist'],
])('a change to %s is refused, and changes nothing', async (_, body, reason) => {
  const before = (await api.call('GET', `/areas/${areaId}`)).json
  const answer = await api.call('PUT', `/areas/${areaId}`, { body })
  expect(answer.status).toBe(400)
  expect(answer.json.message).toContain(reason)
  expect((await api.call('GET', `/areas/${areaId}`)).json).toEqual(before)
})

it('a side may be an exit of several areas, and an entry of one and an exit of another', async () => {
  const fresh = testApi()
  const places = await addArea(fresh)
  const borders = [entry(places.front, 2), exit(places.front, 1), exit(places.back)]
  expect((await fresh.call('POST', '/areas', { body: { name: 'Outside', borders } })).status).toBe(200)
  const more = [entry(places.back, 1), exit(places.back)]
  expect((await fresh.call('POST', '/areas', { body: { name: 'Third', borders: more } })).status).toBe(200)
})
