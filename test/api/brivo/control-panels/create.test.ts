import { describe, expect, it } from 'vitest'
import { stranger, testApi } from '../../../support/api.ts'
import { addPanel, addSite } from '../../../support/registered-panels.ts'

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
      posture: { desiredVersion: 0, sentVersion: 0, appliedVersion: 0 },
    })
    expect(JSON.stringify(api.table.items())).not.toContain(created.json.pairingCode)
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
})
