import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

/** A connected panel with its two doors, and a call that puts other hardware in its place. */
const place = async () => {
  const api = testApi()
  const doors = await addDoors(api)
  await connectPanel(api, doors.controlPanelId)
  const path = `/control-panels/${doors.controlPanelId}`
  const replace = (body: unknown) => api.call('POST', `${path}/replace`, { body })
  const presence = () => api.table.items().find(({ entity }) => entity === 'panel-presence')
  return { ...api, ...doors, path, replace, presence }
}

describe('other hardware takes the place of a control panel', () => {
  it('which keeps its id, its name, its site and its doors, and pairs by another code', async () => {
    const { call, replace, path, controlPanelId, pairingCode, front, back } = await place()
    const answer = await replace({ serialNumber: 'SP-77' })
    expect(answer).toMatchObject({
      status: 200,
      json: { id: controlPanelId, panelName: 'Lobby', serialNumber: 'SP-77', pairingCodeExpires: '2026-03-03T12:00:00Z' },
    })
    expect(answer.json.pairingCode).not.toBe(pairingCode)
    const shown = (await call('GET', path)).json
    expect(shown).toMatchObject({ serialNumber: 'SP-77', status: 'DISCONNECTED', siteName: 'Office' })
    expect(shown.activated).toBeUndefined()
    expect(shown.lastContact).toBeUndefined()
    for (const id of [front, back]) expect((await call('GET', `/access-points/${id}`)).json.controlPanelId).toBe(controlPanelId)
  })

  it('and ends its connection, and forgets the key', async () => {
    const { replace, disconnected, presence } = await place()
    await replace({ serialNumber: 'SP-77' })
    expect(disconnected).toEqual(['socket'])
    expect(presence()).not.toHaveProperty('keyId')
    expect(presence()).not.toHaveProperty('connection')
  })

  it('and fails what it was ordered and has not ended, with the reason', async () => {
    const { call, replace, front, clock } = await place()
    const ordered = await call('POST', `/access-points/${front}/activate`, { body: {} })
    const id = ordered.headers.get('Sallyport-Command-Id')
    clock.now += 1_000
    await replace({ serialNumber: 'SP-77' })
    expect((await call('GET', `/commands/${id}`)).json).toMatchObject({ state: 'failed', reason: 'panel_replaced' })
  })

  it('with one audit event that has both serial numbers', async () => {
    const { table, replace } = await place()
    await replace({ serialNumber: 'SP-77' })
    const events = table.items().filter(({ type }) => type === 'panel.replaced')
    expect(events).toMatchObject([
      { facts: { changes: [{ property: 'serialNumber', previousValue: 'SP-1', currentValue: 'SP-77' }] } },
    ])
  })

  it('and frees the old serial number', async () => {
    const { call, replace, siteId } = await place()
    await replace({ serialNumber: 'SP-77' })
    expect((await call('POST', '/control-panels', { body: { serialNumber: 'SP-1', name: 'Yard', siteId } })).status).toBe(200)
  })

  it.each(['SP-2', 'sp-2', 'SP-1', 'sp-1'])(
    'but not with serial number %s, which is in use: nothing changes',
    async (serialNumber) => {
      const { call, replace, siteId, table } = await place()
      await call('POST', '/control-panels', { body: { serialNumber: 'SP-2', name: 'Yard', siteId } })
      const stored = table.items()
      expect(await replace({ serialNumber })).toMatchObject({
        status: 409,
        json: { message: `A control panel with serial number '${serialNumber}' is registered already` },
      })
      expect(table.items()).toEqual(stored)
    },
  )

  it('is refused without a serial number, and of a panel that there is not', async () => {
    const { call, replace } = await place()
    for (const body of [{}, { serialNumber: '' }, { serialNumber: 7 }])
      expect(await replace(body)).toMatchObject({ status: 400, json: { message: expect.stringContaining('serialNumber') } })
    expect((await call('POST', '/control-panels/404/replace', { body: { serialNumber: 'SP-77' } })).status).toBe(404)
  })
})
