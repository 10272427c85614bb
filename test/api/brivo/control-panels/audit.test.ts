import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { addPanel, addSite } from '../../../support/registered-panels.ts'

describe('control panels', () => {
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
})
