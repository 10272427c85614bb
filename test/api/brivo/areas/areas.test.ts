import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { addArea, entry, exit } from '../../../support/areas.ts'
import { addDoors } from '../../../support/panels.ts'

const auditOf = (api: ReturnType<typeof testApi>) =>
  api.table.items().flatMap((item) => (item.entity === 'event' && String(item.type).startsWith('area.') ? [item] : []))

describe('areas', () => {
  it('are made at the panel of their doors, and retrieved as they were made', async () => {
    const api = testApi()
    const user = await api.call('POST', '/users', { body: { firstName: 'Ann', lastName: 'Other' } })
    const { created, areaId, siteId, controlPanelId, front } = await addArea(api, {
      antiPassback: { enforcement: 'DENY', timeoutMinutes: 480 },
      occupancy: { enforcement: 'LOG', limit: 40 },
      exceptUserIds: [user.json.id, user.json.id],
      resets: [
        { weekday: 'TUESDAY', time: '23:59' },
        { weekday: 'MONDAY', time: '04:05' },
        { weekday: 'TUESDAY', time: '23:59' },
      ],
    })
    const area = {
      id: areaId,
      name: 'Laboratory',
      controlPanelId,
      borders: [entry(front), exit(front)],
      antiPassback: { enforcement: 'DENY', timeoutMinutes: 480 },
      occupancy: { enforcement: 'LOG', limit: 40 },
      exceptUserIds: [user.json.id],
      resets: [
        { weekday: 'MONDAY', time: '04:05' },
        { weekday: 'TUESDAY', time: '23:59' },
      ],
      state: 'FUNCTIONAL',
      problems: [],
    }
    expect(created).toMatchObject({ status: 200, json: area })
    expect((await api.call('GET', `/areas/${areaId}`)).json).toEqual(area)
    const site = { id: siteId, name: 'Office' }
    expect(auditOf(api)).toMatchObject([
      { type: 'area.created', subject: { kind: 'area', id: areaId, name: 'Laboratory' }, site },
    ])
  })

  it('are listed in order of creation, by page, and by a part of their name', async () => {
    const api = testApi()
    const { back } = await addArea(api)
    const body = { name: 'Store room', borders: [entry(back)] }
    const second = await api.call('POST', '/areas', { body })
    expect((await api.call('GET', '/areas?offset=1&pageSize=1')).json).toEqual({
      data: [second.json],
      offset: 1,
      pageSize: 1,
      count: 2,
    })
    expect((await api.call('GET', '/areas?filter=name__eq:labor')).json).toMatchObject({
      data: [{ name: 'Laboratory' }],
      count: 1,
    })
    expect((await api.call('GET', '/areas', { as: stranger() })).json).toMatchObject({ data: [], count: 0 })
  })

  it('are changed, with what changed in the audit; what a body leaves out stays, and null clears', async () => {
    const api = testApi()
    const { areaId, front, back } = await addArea(api, { occupancy: { enforcement: 'DENY', limit: 3 } })
    const body = { name: 'Lab', borders: [entry(front), exit(back, 1)], antiPassback: { enforcement: 'LOG' }, occupancy: null }
    expect(await api.call('PUT', `/areas/${areaId}`, { body })).toMatchObject({ status: 200, json: { ...body, resets: [] } })
    expect((await api.call('PUT', `/areas/${areaId}`, { body: { name: null } })).json).toMatchObject({ ...body, resets: [] })
    const events = auditOf(api)
    expect(events).toHaveLength(2)
    expect(events.at(-1)).toMatchObject({ type: 'area.updated' })
    expect(events.at(-1)?.facts).toMatchObject({
      changes: ['name', 'borders', 'antiPassback', 'occupancy'].map((property) => ({ property })),
    })
  })

  it('are deleted, and leave the sides of their doors to others', async () => {
    const api = testApi()
    const { areaId, front } = await addArea(api)
    expect((await api.call('DELETE', `/areas/${areaId}`)).status).toBe(204)
    expect(await api.call('GET', `/areas/${areaId}`)).toMatchObject({ status: 404, json: { message: 'Area not found' } })
    expect(auditOf(api).map(({ type }) => type)).toEqual(['area.created', 'area.deleted'])
    const again = await api.call('POST', '/areas', { body: { name: 'Again', borders: [entry(front)] } })
    expect(again).toMatchObject({ status: 200, json: { borders: [entry(front)], exceptUserIds: [], antiPassback: null } })
  })

  it('are of their account: another one has none with that id', async () => {
    const api = testApi()
    const { areaId } = await addArea(api)
    for (const [method, body] of [
      ['GET', undefined],
      ['PUT', { name: 'Mine' }],
      ['DELETE', undefined],
    ] as const) {
      const answer = await api.call(method, `/areas/${areaId}`, { as: stranger(), body })
      expect(answer).toMatchObject({ status: 404, json: { message: 'Area not found' } })
    }
  })

  it('are seen by assistants, and not changed', async () => {
    const api = testApi()
    const { areaId } = await addArea(api)
    expect((await api.call('GET', `/areas/${areaId}`, { as: assistant() })).status).toBe(200)
    for (const [method, body] of [
      ['PUT', { name: 'Mine' }],
      ['DELETE', undefined],
    ] as const) {
      expect((await api.call(method, `/areas/${areaId}`, { as: assistant(), body })).status).toBe(403)
    }
    expect((await api.call('GET', '/areas', { as: null })).status).toBe(401)
  })

  it('are 32 at a panel', async () => {
    const api = testApi()
    const { front } = await addDoors(api)
    const add = (body: object) => api.call('POST', '/areas', { body })
    expect((await add({ name: 'Entered', borders: [entry(front)] })).status).toBe(200)
    const doors = []
    for (let count = 1; count < 33; count += 1) {
      const controlPanelId = (await api.call('GET', '/control-panels')).json.data[0].id
      doors.push((await api.call('POST', '/access-points', { body: { name: `Door ${count}`, controlPanelId } })).json.id)
    }
    for (const door of doors.slice(0, 31)) expect((await add({ name: `At ${door}`, borders: [entry(door)] })).status).toBe(200)
    expect(await add({ name: 'One more', borders: [entry(doors.at(-1))] })).toMatchObject({
      status: 412,
      json: { message: 'The control panel has 32 areas, which is all it can hold' },
    })
  })
})

describe('an area for one person', () => {
  it('has no entry at which two people come together, whichever of the two is set first', async () => {
    const api = testApi()
    const { areaId, front, back } = await addArea(api, { occupancy: { enforcement: 'DENY', limit: 1 } })
    const asking = (id: number, twoPerson: object) =>
      api.call('PUT', `/access-points/${id}`, { body: { doorRules: { twoPerson } } })
    expect(await asking(front, {})).toMatchObject({
      status: 400,
      json: { message: `Invalid value for 'doorRules.twoPerson': the area ${areaId} behind this access point has a limit of 1` },
    })
    expect(await asking(front, { side: 2 })).toMatchObject({ status: 200 })
    expect(await asking(back, { side: 1 })).toMatchObject({ status: 200 })
    const body = { borders: [entry(front), entry(back), exit(front)] }
    expect(await api.call('PUT', `/areas/${areaId}`, { body })).toMatchObject({
      status: 400,
      json: {
        message: `Invalid value for 'borders': side 1 of the access point ${back} lets two people in together, so the limit is at least 2`,
      },
    })
    const wider = { ...body, occupancy: { enforcement: 'DENY', limit: 2 } }
    expect(await api.call('PUT', `/areas/${areaId}`, { body: wider })).toMatchObject({ status: 200 })
  })
})

describe('a door of an area', () => {
  it('is deleted when the area does without it, and not before', async () => {
    const api = testApi()
    const { areaId, front, back } = await addArea(api)
    expect(await api.call('DELETE', `/access-points/${front}`)).toMatchObject({
      status: 412,
      json: {
        message: 'The access point Front door is a border of an area; take it out of the area before the access point is deleted',
      },
    })
    await api.call('PUT', `/areas/${areaId}`, { body: { borders: [entry(back)] } })
    expect((await api.call('DELETE', `/access-points/${front}`)).status).toBe(204)
  })

  it('that is gone all the same shows in the state of the area', async () => {
    const api = testApi()
    const { areaId, front } = await addArea(api, { antiPassback: { enforcement: 'DENY' } })
    const point = api.table.items().find(({ entity, id }) => entity === 'access-point' && id === front)
    if (!point) throw new Error('The door is stored')
    await api.table.write([{ delete: point }])
    expect((await api.call('GET', `/areas/${areaId}`)).json).toMatchObject({
      state: 'NON_FUNCTIONAL',
      problems: [{ problem: 'DOOR_MISSING', accessPointId: front }, { problem: 'NO_ENTRY' }, { problem: 'NO_EXIT' }],
    })
  })
})

describe('people that anti-passback does not hold for', () => {
  it('may stay in the list when they are deleted, and not come to it', async () => {
    const api = testApi()
    const user = await api.call('POST', '/users', { body: { firstName: 'Ann', lastName: 'Other' } })
    const { areaId } = await addArea(api, { exceptUserIds: [user.json.id] })
    await api.call('DELETE', `/users/${user.json.id}`)
    const put = (exceptUserIds: number[]) => api.call('PUT', `/areas/${areaId}`, { body: { name: 'New', exceptUserIds } })
    expect((await put([user.json.id])).status).toBe(200)
    expect((await put([])).status).toBe(200)
    expect(await put([user.json.id])).toMatchObject({ status: 400 })
  })

  it('are listed as far as somebody who is limited sees them, and the others stay', async () => {
    const api = testApi()
    const named = async (path: string, body: object) => Number((await api.call('POST', path, { body })).json.id)
    const groupId = await named('/groups', { name: 'Staff' })
    const [seen, hidden] = [
      await named('/users', { firstName: 'Ann', lastName: 'Seen' }),
      await named('/users', { firstName: 'Bo', lastName: 'Hidden' }),
    ]
    await api.call('PUT', `/groups/${groupId}/users/${seen}`)
    const { areaId, siteId } = await addArea(api, { exceptUserIds: [seen, hidden] })
    const lee = somebody()
    const scope = { companies: 'all', doors: 'all', scenarios: 'all', sites: [siteId], groups: [groupId] } as never
    const as = { ...lee, grants: lee.grants.map((grant) => ({ ...grant, scope })) }
    expect((await api.call('GET', `/areas/${areaId}`, { as })).json.exceptUserIds).toEqual([seen])
    await api.call('PUT', `/areas/${areaId}`, { as, body: { exceptUserIds: [] } })
    expect((await api.call('GET', `/areas/${areaId}`)).json.exceptUserIds).toEqual([hidden])
  })
})
