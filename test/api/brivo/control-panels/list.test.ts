import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { connectPanel } from '../../../support/panels.ts'
import { addPanel, addSite } from '../../../support/registered-panels.ts'

describe('control panels', () => {
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
})
