import { describe, expect, it } from 'vitest'
import { assistant, stranger, testApi } from '../../../support/api.ts'
import { addPanel, addSite } from '../../../support/registered-panels.ts'

describe('control panels', () => {
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
