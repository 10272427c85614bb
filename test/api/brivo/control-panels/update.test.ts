import { describe, expect, it } from 'vitest'
import { day } from '../../../../shared/lib/clock.ts'
import { testApi } from '../../../support/api.ts'
import { nameCopier } from '../../../support/name-copies.ts'
import { connectPanel } from '../../../support/panels.ts'
import { addPanel, addSite } from '../../../support/registered-panels.ts'

describe('control panels', () => {
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
})
