import { describe, expect, it } from 'vitest'
import { AccessRuleId, AccountId, SiteId } from '../../../../shared/lib/ids.ts'
import { stranger, testApi } from '../../../support/api.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

const hours = { monday: [{ start: '09:00', end: '17:00' }] }
const lockTypes = ['SALTO_DOOR', 'ALLEGION_DOOR', 'ASSA_ABLOY_DOOR']

const building = async () => {
  const api = testApi()
  const place = await addDoors(api)
  await connectPanel(api, place.controlPanelId)
  const create = (body: object) => api.call('POST', '/access-points', { body })
  const floor = (floorNumber: number, relay: number, more: object = {}) =>
    create({ name: `Floor ${floorNumber}`, type: 'FLOOR', elevatorId: place.front, floorNumber, relay, ...more })
  const lock = (type: string, lockSerialNumber: string) =>
    create({ name: 'Lock', type, lockSerialNumber, controlPanelId: place.controlPanelId })
  const wiegand = (wiegandPort: number, more: object = {}) =>
    create({ name: 'Gate of next door', type: 'WIEGAND', wiegandPort, controlPanelId: place.controlPanelId, ...more })
  const commands = () => api.table.items().filter(({ entity }) => entity === 'command')
  return { ...api, ...place, create, floor, lock, wiegand, commands }
}

describe('access points of other types', () => {
  it('are added with what their type has, retrieved and listed with it', async () => {
    const { call, floor, lock, wiegand, front, controlPanelId, siteId } = await building()
    const roof = await floor(9, 4)
    expect(roof).toMatchObject({
      status: 200,
      json: { type: 'FLOOR', elevatorId: front, floorNumber: 9, relay: 4, controlPanelId, siteId, activationEnabled: true },
    })
    const salto = await lock('salto_door', 'A-7')
    expect(salto.json).toMatchObject({ type: 'SALTO_DOOR', lockSerialNumber: 'A-7', reportLiveStatus: true })
    const output = await wiegand(2)
    expect(output.json).toMatchObject({ type: 'WIEGAND', wiegandPort: 2, activationEnabled: false, reportLiveStatus: false })
    expect((await call('GET', `/access-points/${roof.json.id}`)).json).toEqual(roof.json)
    const { json } = await call('GET', '/access-points')
    expect(json.data.map(({ type }: { type: string }) => type)).toEqual(['DOOR', 'DOOR', 'FLOOR', 'SALTO_DOOR', 'WIEGAND'])
    expect((await call('GET', `/sites/${siteId}/access-points`)).json).toMatchObject({ count: 5 })
  })

  it.each([
    [{ type: 'GARAGE' }, "Invalid value for 'type'"],
    [{ type: 'DOOR' }, "Missing value for 'controlPanelId'"],
    [{ type: 'FLOOR', floorNumber: 1, relay: 1 }, "Missing value for 'elevatorId'"],
    [{ type: 'FLOOR', elevatorId: 1, relay: 1 }, "Missing value for 'floorNumber'"],
    [{ type: 'FLOOR', elevatorId: 1, floorNumber: 1 }, "Missing value for 'relay'"],
    [{ type: 'FLOOR', elevatorId: 1, floorNumber: 1, relay: 0 }, 'relay'],
    [{ type: 'FLOOR', elevatorId: 1, floorNumber: 1, relay: 1, controlPanelId: 3 }, "Invalid value for 'controlPanelId'"],
    [{ type: 'WIEGAND', controlPanelId: 1 }, "Missing value for 'wiegandPort'"],
    [{ type: 'ALLEGION_DOOR', controlPanelId: 1 }, "Missing value for 'lockSerialNumber'"],
    [{ type: 'DOOR', controlPanelId: 1, lockSerialNumber: 'A' }, "Invalid value for 'lockSerialNumber'"],
  ])('are refused as %j', async (body, message) => {
    const { create } = await building()
    const answer = await create({ name: 'X', ...body })
    expect(answer.status).toBe(400)
    expect(answer.json.message).toContain(message)
  })

  it('have no setting that their type cannot have, when they are made or later', async () => {
    const { call, floor, wiegand } = await building()
    const schedule = (await call('POST', '/schedules', { body: { name: 'S', scheduleBlocks: hours } })).json.id
    for (const more of [{ activationEnabled: true }, { reportLiveStatus: true }, { unlockScheduleId: schedule }]) {
      const [field] = Object.keys(more)
      expect(await wiegand(1, more)).toMatchObject({ status: 400, json: { message: expect.stringContaining(`'${field}'`) } })
    }
    expect(await floor(1, 1, { twoFactorEnabled: true })).toMatchObject({ status: 400 })
    expect(await floor(1, 1, { failedAttempts: {} })).toMatchObject({ status: 400 })
    const { id } = (await floor(1, 1)).json
    const changed = await call('PUT', `/access-points/${id}`, { body: { twoFactorEnabled: true } })
    expect(changed.json.message).toBe("Invalid value for 'twoFactorEnabled': an access point of the type FLOOR cannot have it")
    expect((await call('PUT', `/access-points/${id}`, { body: { wiegandPort: 3 } })).status).toBe(400)
    const update = { floorNumber: -1, relay: 7, name: 'Garage', twoFactorEnabled: false }
    expect((await call('PUT', `/access-points/${id}`, { body: update })).json).toMatchObject({ floorNumber: -1, relay: 7 })
  })

  it('share no output, port or lock, and leave theirs when they are changed or deleted', async () => {
    const { call, floor, lock, wiegand, back, create } = await building()
    const { id } = (await floor(1, 1)).json
    expect(await floor(2, 1)).toMatchObject({ status: 409, json: { message: 'Another access point has the relay 1' } })
    const other = await create({ name: 'F', type: 'FLOOR', elevatorId: back, floorNumber: 1, relay: 1 })
    expect(other.status).toBe(200)
    const second = (await floor(2, 2)).json.id
    expect((await call('PUT', `/access-points/${second}`, { body: { relay: 1 } })).status).toBe(409)
    expect((await call('PUT', `/access-points/${id}`, { body: { relay: 3 } })).status).toBe(200)
    expect((await call('PUT', `/access-points/${second}`, { body: { relay: 1 } })).status).toBe(200)
    await call('DELETE', `/access-points/${second}`)
    expect((await floor(2, 1)).status).toBe(200)
    await lock('SALTO_DOOR', 'a-7')
    expect((await lock('ALLEGION_DOOR', 'A-7')).status).toBe(409)
    await wiegand(1)
    expect((await wiegand(1)).status).toBe(409)
  })

  it('are floors behind a door only, and never behind one of another tenant', async () => {
    const { call, create, floor, front, controlPanelId } = await building()
    const { id } = (await floor(1, 1)).json
    expect(await create({ name: 'F', type: 'FLOOR', elevatorId: id, floorNumber: 2, relay: 2 })).toMatchObject({ status: 400 })
    const body = { name: 'F', type: 'FLOOR', elevatorId: front, floorNumber: 2, relay: 2 }
    expect(await call('POST', '/access-points', { body, as: stranger() })).toMatchObject({
      status: 404,
      json: { message: 'Unknown Access Point' },
    })
    const of = (elevatorId: number) => create({ ...body, elevatorId })
    expect((await of(controlPanelId)).status).toBe(404)
  })

  it('that are floors go with their lift', async () => {
    const { call, floor, front, back } = await building()
    await floor(1, 1)
    await floor(2, 2)
    expect((await call('DELETE', `/access-points/${front}`)).status).toBe(204)
    const { json } = await call('GET', '/access-points')
    expect(json.data.map(({ id }: { id: number }) => id)).toEqual([back])
  })
})

describe('what is done with access points of other types', () => {
  it('a floor is pulsed by itself, and a Wiegand output is not', async () => {
    const { call, floor, wiegand, commands } = await building()
    const { id } = (await floor(1, 1)).json
    expect((await call('POST', `/access-points/${id}/activate`)).status).toBe(200)
    expect(commands()).toMatchObject([{ kind: 'activate', accessPoint: { id, type: 'FLOOR' } }])
    const output = (await wiegand(1)).json.id
    expect((await call('POST', `/access-points/${output}/activate`)).status).toBe(403)
    const held = await call('POST', `/schedules/change-state/${output}`, {
      body: { endTimeMode: 'INDEFINITE', behavior: 'LOCK' },
    })
    expect(held).toMatchObject({ status: 400, json: { message: 'This access point has no lock that can be held' } })
    const heldFloor = await call('POST', `/schedules/change-state/${id}`, {
      body: { endTimeMode: 'INDEFINITE', behavior: 'UNLOCK' },
    })
    expect(heldFloor.status).toBe(200)
  })

  it('a floor that may not be activated is not released with the others', async () => {
    const { call, floor, front, commands } = await building()
    const open = (await floor(1, 1)).json.id
    const closed = (await floor(2, 2, { activationEnabled: false })).json.id
    const body = { pulseTime: 1, targetDevices: [open, closed] }
    expect((await call('POST', `/access-points/${front}/activateElevator`, { body })).status).toBe(403)
    expect(commands()).toEqual([])
  })

  it('permissions lead to them, are filtered by type, and override privacy where there is one', async () => {
    const { call, floor, lock, wiegand, front } = await building()
    const group = (await call('POST', '/groups', { body: { name: 'Staff' } })).json.id
    const schedule = (await call('POST', '/schedules', { body: { name: 'S', scheduleBlocks: hours } })).json.id
    const permit = (id: number, more: object = {}) =>
      call('PUT', `/groups/${group}/access/access-points/${id}`, { body: { schedule: { id: schedule }, ...more } })
    const points = [front, (await floor(1, 1)).json.id, (await wiegand(1)).json.id]
    for (const [index, type] of lockTypes.entries()) points.push((await lock(type, `A-${index}`)).json.id)
    for (const id of points) expect((await permit(id)).status).toBe(200)
    const listed = async (filter = '') => {
      const { json } = await call('GET', `/groups/${group}/access/access-points${filter && `?filter=${filter}`}`)
      return json.data.map(({ accessPoint }: { accessPoint: { type: string } }) => accessPoint.type)
    }
    const locks = ['Salto Door Lock', 'Allegion Door', 'Assa Abloy Door']
    expect(await listed()).toEqual(['Door', 'Floor', 'Wiegand', ...locks])
    expect(await listed('access_point_type__eq:FLOOR,WIEGAND')).toEqual(['Floor', 'Wiegand'])
    expect(await listed('access_point_type__ne:DOOR,FLOOR,WIEGAND')).toEqual(locks)
    for (const id of points.slice(0, 3)) expect((await permit(id, { privacyModeOverride: true })).status).toBe(400)
    for (const id of points.slice(3)) expect((await permit(id, { privacyModeOverride: true })).status).toBe(200)
    expect(await listed('privacy_mode_override__eq:TRUE')).toEqual(locks)
  })

  it('a rule of a site leads to all of them but floors, which a rule has to name', async () => {
    const { call, deps, floor, wiegand, siteId, front, back } = await building()
    const [groupId, output] = [(await call('POST', '/groups', { body: { name: 'Staff' } })).json.id, (await wiegand(1)).json.id]
    const { id } = (await floor(1, 1)).json
    const rule = { id: AccessRuleId.parse(1), version: 1, createdAt: 0, updatedAt: 0 }
    const subject = { kind: 'group', groupId } as const
    await deps.rules.set(
      AccountId.parse(1),
      { ...rule, subject, target: { kind: 'site', siteId: SiteId.parse(siteId) } },
      undefined,
    )
    const { json } = await call('GET', `/groups/${groupId}/access/access-points`)
    expect(json.data.map(({ accessPoint }: { accessPoint: { id: number } }) => accessPoint.id)).toEqual([front, back, output])
    expect((await call('GET', `/access-points/${id}/groups`)).json.count).toBe(0)
    expect((await call('GET', `/access-points/${output}/groups`)).json.count).toBe(1)
    const schedule = (await call('POST', '/schedules', { body: { name: 'S', scheduleBlocks: hours } })).json.id
    const body = { schedule: { id: schedule } }
    expect((await call('PUT', `/groups/${groupId}/access/access-points/${id}`, { body })).status).toBe(200)
    expect((await call('PUT', `/groups/${groupId}/access/access-points/${output}`, { body })).status).toBe(412)
  })

  it('audit events name their type, and what was changed of a floor', async () => {
    const { call, floor } = await building()
    const { id } = (await floor(1, 1)).json
    await call('PUT', `/access-points/${id}`, { body: { relay: 5 } })
    const { json } = await call('GET', '/events/audit')
    const [updated, created] = json.data.filter((event: { eventObject?: { id: number } }) => event.eventObject?.id === id)
    expect(created.eventObject).toMatchObject({ objectType: 'ACCESS_POINT', deviceType: { name: 'Floor' } })
    expect(updated.eventData.propertyChanges).toEqual([{ property: 'relay', previousValue: '1', currentValue: '5' }])
  })
})
