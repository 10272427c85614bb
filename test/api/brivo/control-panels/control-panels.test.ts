import { describe, expect, it } from 'vitest'
import { day } from '../../../../shared/lib/clock.ts'
import { assistant, stranger, testApi } from '../../../support/api.ts'
import { nameCopier } from '../../../support/name-copies.ts'
import { connectPanel } from '../../../support/panels.ts'

type Api = ReturnType<typeof testApi>

const addSite = async ({ call }: Api, siteName = 'Office'): Promise<number> =>
  (await call('POST', '/sites', { body: { siteName, timeZone: 'US/Eastern' } })).json.id
const addPanel = async (api: Api, siteId: number, serialNumber = 'SP-1') =>
  (await api.call('POST', '/control-panels', { body: { serialNumber, name: 'Lobby', siteId } })).json

describe('control panels', () => {
  it('are registered with a pairing code that is shown once', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const created = await api.call('POST', '/control-panels', { body: { serialNumber: 'SP-1', name: 'Lobby', siteId } })
    expect(created.status).toBe(200)
    expect(created.json).toEqual({
      id: expect.any(Number),
      panelName: 'Lobby',
      serialNumber: 'SP-1',
      siteId,
      siteName: 'Office',
      pairingCode: expect.stringMatching(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/),
      pairingCodeExpires: '2026-03-03T12:00:00Z',
    })
    const found = await api.call('GET', `/control-panels/${created.json.id}`)
    expect(found.json).toEqual({
      id: created.json.id,
      panelName: 'Lobby',
      serialNumber: 'SP-1',
      updated: '2026-03-02T12:00:00Z',
      panelType: 'Sallyport',
      status: 'DISCONNECTED',
      siteId,
      siteName: 'Office',
      configuration: { desiredVersion: 0, sentVersion: 0, appliedVersion: 0, lag: 0, lagSeconds: 0 },
    })
    expect(JSON.stringify(api.table.items())).not.toContain(created.json.pairingCode)
  })

  it('are listed in order of registration, with the true count', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    for (const serialNumber of ['A', 'B', 'C']) await addPanel(api, siteId, serialNumber)
    const page = await api.call('GET', '/control-panels?offset=1&pageSize=1')
    expect(page.json).toEqual({
      data: [expect.objectContaining({ serialNumber: 'B', status: 'DISCONNECTED', panelName: 'Lobby' })],
      offset: 1,
      pageSize: 1,
      count: 3,
    })
  })

  it('are filtered by whether they are connected', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const [near, far] = [await addPanel(api, siteId, 'A'), await addPanel(api, siteId, 'B')]
    await connectPanel(api, near.id)
    const connected = await api.call('GET', '/control-panels?filter=status__eq:connected')
    expect(connected.json).toMatchObject({ count: 1, data: [{ id: near.id, status: 'CONNECTED' }] })
    const disconnected = await api.call('GET', '/control-panels?filter=status__eq:DISCONNECTED')
    expect(disconnected.json).toMatchObject({ count: 1, data: [{ id: far.id }] })
    const both = await api.call('GET', '/control-panels?filter=status__eq:connected,disconnected')
    expect(both.json.count).toBe(2)
    expect(await api.call('GET', '/control-panels?filter=status__eq:sleeping')).toMatchObject({
      status: 400,
      json: { message: "Invalid value 'sleeping' for 'status'" },
    })
  })

  it('have a serial number that nobody else may register, not even another tenant', async () => {
    const api = testApi()
    await addPanel(api, await addSite(api), 'SP-9')
    const site = await api.call('POST', '/sites', { body: { siteName: 'X', timeZone: 'UTC' }, as: stranger() })
    const body = { serialNumber: ' sp-9', name: 'Mine', siteId: site.json.id }
    const taken = await api.call('POST', '/control-panels', { body, as: stranger() })
    expect(taken).toMatchObject({
      status: 409,
      json: { message: "A control panel with serial number 'sp-9' is registered already" },
    })
    expect((await api.call('GET', '/control-panels', { as: stranger() })).json.count).toBe(0)
  })

  it('are renamed and moved, and their doors move along', async () => {
    const api = testApi()
    const [first, second] = [await addSite(api), await addSite(api, 'Mill')]
    const panel = await addPanel(api, first)
    const door = await api.call('POST', '/access-points', { body: { name: 'Front', controlPanelId: panel.id } })
    const moved = await api.call('PUT', `/control-panels/${panel.id}`, { body: { name: 'Gate', siteId: second } })
    expect(moved).toMatchObject({ status: 200, json: { panelName: 'Gate', siteId: second, siteName: 'Mill' } })
    const found = await api.call('GET', `/access-points/${door.json.id}`)
    expect(found.json).toMatchObject({ siteId: second, siteName: 'Mill' })
    expect((await api.call('DELETE', `/sites/${first}`)).status).toBe(204)
    const kept = await api.call('DELETE', `/sites/${second}`)
    expect(kept).toMatchObject({
      status: 412,
      json: { code: 412, message: 'The site has 1 control panel(s): move them to another site or delete them first' },
    })
  })

  it('keep the name of their site when it is renamed', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const panel = await addPanel(api, siteId)
    const door = await api.call('POST', '/access-points', { body: { name: 'Front', controlPanelId: panel.id } })
    const { workOff } = nameCopier(api.table)
    await api.call('PUT', `/sites/${siteId}`, { body: { siteName: 'Head office' } })
    await workOff()
    expect((await api.call('GET', `/control-panels/${panel.id}`)).json.siteName).toBe('Head office')
    expect((await api.call('GET', `/access-points/${door.json.id}`)).json.siteName).toBe('Head office')
  })

  it('with doors are not deleted; without them they are, and their serial number is free', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const panel = await addPanel(api, siteId)
    const door = await api.call('POST', '/access-points', { body: { name: 'Front', controlPanelId: panel.id } })
    const kept = await api.call('DELETE', `/control-panels/${panel.id}`)
    expect(kept).toMatchObject({ status: 412, json: { message: 'The control panel has 1 access point(s): delete them first' } })
    await api.call('DELETE', `/access-points/${door.json.id}`)
    expect((await api.call('DELETE', `/control-panels/${panel.id}`)).status).toBe(204)
    expect((await api.call('GET', `/control-panels/${panel.id}`)).status).toBe(404)
    expect((await addPanel(api, siteId)).id).toEqual(expect.any(Number))
    expect((await api.call('GET', '/control-panels')).json.count).toBe(1)
  })

  it('get another pairing code on demand, which ends what was paired', async () => {
    const api = testApi()
    const panel = await addPanel(api, await addSite(api))
    await connectPanel(api, panel.id)
    api.clock.now += day
    const drawn = await api.call('POST', `/control-panels/${panel.id}/pairing-code`, { body: {} })
    expect(drawn.json).toMatchObject({ id: panel.id, pairingCodeExpires: '2026-03-04T12:00:00Z' })
    expect(drawn.json.pairingCode).not.toBe(panel.pairingCode)
    expect((await api.call('GET', `/control-panels/${panel.id}`)).json.status).toBe('DISCONNECTED')
  })

  it('are audited: registered, changed, given a code, deleted', async () => {
    const api = testApi()
    const panel = await addPanel(api, await addSite(api))
    await api.call('PUT', `/control-panels/${panel.id}`, { body: { name: 'Gate' } })
    await api.call('POST', `/control-panels/${panel.id}/pairing-code`)
    await api.call('DELETE', `/control-panels/${panel.id}`)
    const events = api.table.items().filter(({ entity, type }) => entity === 'event' && String(type).startsWith('panel.'))
    expect(events.map(({ type }) => type).sort()).toEqual([
      'panel.created',
      'panel.deleted',
      'panel.pairing_code_issued',
      'panel.updated',
    ])
    expect(events.find(({ type }) => type === 'panel.updated')).toMatchObject({
      facts: { changes: [{ property: 'name', previousValue: 'Lobby', currentValue: 'Gate' }] },
    })
  })

  it.each([
    [{ name: 'X', siteId: 1 }, 'serialNumber'],
    [{ serialNumber: 'S', name: '', siteId: 1 }, 'name'],
    [{ serialNumber: 'S', name: 'X', siteId: 'here' }, 'siteId'],
    [{ serialNumber: 'S', name: 'X' }, 'siteId'],
  ])('refuse %j and name what is wrong', async (body, field) => {
    const { call } = testApi()
    const refused = await call('POST', '/control-panels', { body })
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(field) } })
  })

  it('need a site of the account', async () => {
    const api = testApi()
    const siteId = await addSite(api)
    const body = { serialNumber: 'S', name: 'X', siteId }
    const theirs = await api.call('POST', '/control-panels', { body, as: stranger() })
    const nobodys = await api.call('POST', '/control-panels', { body: { ...body, siteId: 77 } })
    expect(theirs).toMatchObject({ status: 404, json: { message: 'Site not found' } })
    expect(nobodys.json).toEqual(theirs.json)
    expect((await api.call('POST', '/control-panels', { body })).status).toBe(200)
  })

  it('of another tenant are not found, exactly as ids that never were', async () => {
    const api = testApi()
    const panel = await addPanel(api, await addSite(api))
    for (const [method, path, body] of [
      ['GET', `/control-panels/${panel.id}`, undefined],
      ['PUT', `/control-panels/${panel.id}`, { name: 'Mine' }],
      ['DELETE', `/control-panels/${panel.id}`, undefined],
      ['POST', `/control-panels/${panel.id}/pairing-code`, {}],
    ] as const) {
      const theirs = await api.call(method, path, { body, as: stranger() })
      expect(theirs).toMatchObject({ status: 404, json: { code: 404, message: 'Requested control panel not found' } })
      const nobodys = await api.call(method, path.replace(String(panel.id), '77'), { body })
      expect(nobodys.json).toEqual(theirs.json)
    }
    expect((await api.call('GET', `/control-panels/${panel.id}`)).json.panelName).toBe('Lobby')
  })

  it('are looked at by assistants and changed by others', async () => {
    const api = testApi()
    const panel = await addPanel(api, await addSite(api))
    expect((await api.call('GET', `/control-panels/${panel.id}`, { as: assistant() })).status).toBe(200)
    expect((await api.call('DELETE', `/control-panels/${panel.id}`, { as: assistant() })).status).toBe(403)
  })
})
