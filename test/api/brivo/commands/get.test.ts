import { describe, expect, it } from 'vitest'
import type { TokenPrincipal } from '../../../../shared/domain/identity/principals/principal.ts'
import { AccountId, PanelId } from '../../../../shared/lib/ids.ts'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { cardHolder } from '../../../support/digital.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

const activated = async (as = somebody()) => {
  const api = testApi()
  const { front, back, controlPanelId } = await addDoors(api)
  await connectPanel(api, controlPanelId)
  const answer = await api.call('POST', `/access-points/${front}/activate`, { as })
  const id = String(answer.headers.get('sallyport-command-id'))
  return { ...api, front, back, controlPanelId, id, path: `/commands/${id}` }
}
const notFound = { status: 404, json: { code: 404, message: 'The requested command was not found' } }

describe('a command', () => {
  it('is found by its id alone the moment it is given, with who gave it, through which application, and what is due when', async () => {
    const { call, front, controlPanelId, id, path } = await activated()
    const answer = await call('GET', path, { as: assistant() })
    expect(answer).toMatchObject({ status: 200 })
    expect(answer.json).toEqual({
      id,
      kind: 'activate',
      accessPointId: front,
      accessPointName: 'Front door',
      pulseSeconds: 5,
      controlPanelId,
      state: 'accepted',
      states: [{ state: 'accepted', at: '2026-03-02T12:00:00.000Z' }],
      by: { type: 'administrator', id: 11, name: 'Mary Master' },
      application: { clientId: '0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa' },
      issued: '2026-03-02T12:00:00.000Z',
      notAfter: '2026-03-02T12:00:10.000Z',
      receivedDue: '2026-03-02T12:00:03.000Z',
      resultDue: '2026-03-02T12:00:10.000Z',
      sends: 0,
    })
    expect((await call('GET', `/access-points/${front}/commands/${id}`)).json).toEqual(answer.json)
  })

  it('has every state with its time, and each time that it was sent', async () => {
    const { call, deps, clock, controlPanelId, id, path } = await activated()
    const [accountId, panelId] = [AccountId.parse(1), PanelId.parse(controlPanelId)]
    const start = clock.now
    const read = async () => (await deps.commands.get(accountId, panelId, id)) ?? expect.fail('The command is there')
    for (const after of [40, 1_050]) await deps.commands.sent(accountId, await read(), start + after)
    await deps.commands.progress(accountId, panelId, id, 'received', start + 1_100)
    await deps.commands.progress(accountId, panelId, id, 'executing', start + 1_120)
    const at = (seconds: string) => `2026-03-02T12:00:${seconds}Z`
    const steps = [
      { state: 'accepted', at: at('00.000') },
      { state: 'sent', at: at('00.040'), send: 1 },
      { state: 'sent', at: at('01.050'), send: 2 },
      { state: 'received', at: at('01.100') },
      { state: 'executing', at: at('01.120') },
    ]
    expect((await call('GET', path)).json).toMatchObject({ state: 'executing', states: steps, sends: 2, sent: at('01.050') })
    clock.now = start + 10_001
    const late = (await call('GET', path)).json
    expect(late).toMatchObject({ state: 'unknown', states: [...steps, { state: 'unknown', at: at('10.000') }] })
    expect(late).not.toHaveProperty('settled')
  })

  it('expires when it was never sent', async () => {
    const { call, clock, path } = await activated()
    clock.now += 10_001
    const expired = { state: 'expired', at: '2026-03-02T12:00:10.000Z' }
    expect((await call('GET', path)).json).toMatchObject({ state: 'expired', states: [{ state: 'accepted' }, expired] })
  })

  it('of a program says by whose rights it was given', async () => {
    const { administratorId, clientId, accountId, grants } = somebody()
    const token: TokenPrincipal = { kind: 'token', accountId, administratorId, clientId, name: 'Reception', grants }
    const { call, front, path } = await activated()
    const id = (await call('POST', `/access-points/${front}/activate`, { as: token })).headers.get('sallyport-command-id')
    expect((await call('GET', `/commands/${id}`)).json).toMatchObject({
      by: { type: 'token', name: 'Reception' },
      for: { type: 'administrator', id: administratorId },
      application: { clientId },
    })
    expect((await call('GET', path)).json).not.toHaveProperty('for')
  })

  it('that releases floors of a lift has them, and the time that was asked for', async () => {
    const { call, front } = await activated()
    const body = { name: 'Roof', type: 'FLOOR', elevatorId: front, floorNumber: 9, relay: 1 }
    const roof = (await call('POST', '/access-points', { body })).json.id
    const given = await call('PUT', `/access-points/${front}/activateElevator?wait=0&targetDevices=${roof}`, {
      body: { pulseTime: 12 },
      as: assistant(),
    })
    expect(given).toMatchObject({ status: 202, json: { kind: 'activate_floors', floorIds: [roof], pulseSeconds: 12 } })
    expect(given.json).toMatchObject({
      accessPointId: front,
      by: { type: 'administrator', id: 12, name: 'Ann Assistant' },
      application: { clientId: assistant().clientId },
    })
    expect((await call('GET', `/commands/${given.json.id}`)).json).toEqual(given.json)
  })

  it('is none for another tenant, for a card holder whose it is not, and when there never was one', async () => {
    const { call, front, back, id, path } = await activated()
    expect(await call('GET', path, { as: stranger() })).toMatchObject(notFound)
    expect(await call('GET', path, { as: cardHolder(7) })).toMatchObject(notFound)
    expect(await call('GET', `/commands/${id.slice(0, -1)}${id.endsWith('0') ? 1 : 0}`)).toMatchObject(notFound)
    expect(await call('GET', '/commands/0190a5d2-5a3c-4f6e-8fff-ffffffffffff')).toMatchObject(notFound)
    expect(await call('GET', `/access-points/${back}/commands/${id}`)).toMatchObject(notFound)
    expect(await call('GET', `/access-points/${front}/commands/${id}`, { as: stranger() })).toMatchObject({
      status: 404,
      json: { message: 'Unknown Access Point' },
    })
  })

  it('is named by a UUID, and is for callers who may see doors', async () => {
    const { call, path } = await activated()
    const wrong = await call('GET', '/commands/latest')
    expect([wrong.status, wrong.json.message]).toEqual([400, expect.stringContaining('commandId')])
    const blind = { ...somebody(), grants: [] }
    expect(await call('GET', path, { as: blind })).toMatchObject({ status: 403, json: { code: 403 } })
    expect((await call('GET', path, { as: null })).status).toBe(401)
  })
})
