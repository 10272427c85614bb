import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { addPanel, addSite } from '../../../support/registered-panels.ts'

describe('control panels', () => {
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
})
