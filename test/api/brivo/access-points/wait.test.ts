import { describe, expect, it } from 'vitest'
import type { CallOptions } from '../../../support/api.ts'
import { cardHolder, digitalApi } from '../../../support/digital.ts'
import { addPairedPanel, testGateway } from '../../../support/gateway.ts'
import { addDoors, connectPanel } from '../../../support/panels.ts'

/** A paired panel that gets each command when it is given, and reports on it as the test says. */
const withPanel = async (...outcomes: readonly ('received' | 'succeeded' | 'rejected')[]) => {
  const gateway = await testGateway()
  const panel = await addPairedPanel(gateway)
  await panel.arrive('c1')
  const body = { name: 'Roof', type: 'FLOOR', elevatorId: panel.front, floorNumber: 9, relay: 1 }
  const floor: number = (await gateway.call('POST', '/access-points', { body })).json.id
  const left = [...outcomes]
  // Between two looks the panel says its next word on the command.
  const speak = async () => {
    const [command] = gateway.table.items().filter(({ entity }) => entity === 'command')
    const next = left.shift()
    if (!command || !next) return
    const commandId = String(command.id)
    gateway.clock.now += 100
    const said =
      next === 'received'
        ? ({ commandId, stage: 'received' } as const)
        : ({ commandId, stage: 'result', outcome: next, ...(next === 'rejected' ? { reason: 'clock' } : {}) } as const)
    await panel.speak('c1', await panel.receipt(said))
  }
  return { panel, floor, speak, gateway }
}

describe('waiting for a command', () => {
  it.each([
    ['activate', undefined],
    ['activateElevator', 'floors'],
    ['unlock', undefined],
  ])('of %s answers with the command when the panel has said how it ended', async (action, needs) => {
    const { panel, floor, speak, gateway } = await withPanel('received', 'succeeded')
    const body = needs ? { pulseTime: 3, targetDevices: [floor] } : {}
    const answer = await whileWaiting(gateway, speak, 'POST', `/access-points/${panel.front}/${action}?wait=5`, { body })
    expect(answer.status).toBe(200)
    expect(answer.json).toMatchObject({
      id: answer.headers.get('sallyport-command-id'),
      state: 'succeeded',
      states: [{ state: 'accepted' }, { state: 'received' }, { state: 'succeeded', at: '2026-03-02T12:00:00.200Z' }],
      accessPointId: panel.front,
      ...(needs ? { kind: 'activate_floors', floorIds: [floor], pulseSeconds: 3 } : { kind: 'activate', pulseSeconds: 5 }),
    })
    expect((await gateway.call('GET', `/commands/${answer.json.id}`)).json).toEqual(answer.json)
  })

  it('answers 200 also when the panel did not do it, and says why', async () => {
    const { panel, speak, gateway } = await withPanel('rejected')
    const answer = await whileWaiting(gateway, speak, 'POST', `/access-points/${panel.front}/activate?wait=1`)
    expect(answer).toMatchObject({ status: 200, json: { state: 'rejected', reason: 'clock' } })
  })

  it('answers 202 with how far it came when that is not known in time, and at once when it is asked to wait for nothing', async () => {
    const { panel, speak, gateway } = await withPanel('received')
    const answer = await whileWaiting(gateway, speak, 'POST', `/access-points/${panel.front}/activate?wait=5`)
    expect(answer).toMatchObject({ status: 202, json: { state: 'received' } })
    expect(answer.headers.get('sallyport-command-id')).toBe(answer.json.id)
    const none = await gateway.call('PUT', `/access-points/${panel.front}/activate?wait=0`)
    expect(none).toMatchObject({ status: 202, json: { state: 'accepted' } })
  })

  it('is for so many whole seconds, from 0 to 5', async () => {
    const { panel, floor, gateway } = await withPanel()
    for (const wait of ['6', '-1', '1.5', 'long', '']) {
      for (const action of ['activate', 'unlock', 'activateElevator']) {
        const body = action === 'activateElevator' ? { pulseTime: 3, targetDevices: [floor] } : {}
        const answer = await gateway.call('POST', `/access-points/${panel.front}/${action}?wait=${wait}`, { body })
        expect([answer.status, answer.json.message]).toEqual([400, expect.stringContaining("'wait'")])
      }
    }
    expect(gateway.table.items().filter(({ entity }) => entity === 'command')).toEqual([])
  })

  it('is not done for what was not ordered', async () => {
    const { panel, gateway } = await withPanel()
    gateway.clock.now += 150_001
    expect((await gateway.call('POST', `/access-points/${panel.front}/activate?wait=5`)).status).toBe(412)
    expect((await gateway.call('POST', '/access-points/1/activate?wait=5')).status).toBe(404)
  })

  it('is answered the same again under its idempotency key', async () => {
    const { panel, speak, gateway } = await withPanel('succeeded')
    const headers = { 'Idempotency-Key': 'open-sesame' }
    const path = `/access-points/${panel.front}/activate?wait=2`
    const first = await whileWaiting(gateway, speak, 'POST', path, { headers })
    const second = await gateway.call('POST', path, { headers })
    expect([second.status, second.json]).toEqual([200, first.json])
    expect(gateway.table.items().filter(({ entity }) => entity === 'command')).toHaveLength(1)
  })
})

describe('what a card holder opened with the phone', () => {
  it('is theirs to see, with the key, for whom and through which application', async () => {
    const api = await digitalApi()
    const { call, invite, redeem, john, user } = api
    const place = await addDoors(api)
    await connectPanel(api, place.controlPanelId)
    await redeem((await invite(john)).json.accessCode)
    const group = (await call('POST', '/groups', { body: { name: 'Staff' } })).json.id
    const scheduleBlocks = { monday: [{ start: '07:00', end: '08:00' }] }
    const schedule = (await call('POST', '/schedules', { body: { name: 'Early', scheduleBlocks } })).json.id
    await call('PUT', `/groups/${group}/users/${john}`)
    await call('PUT', `/groups/${group}/access/access-points/${place.front}`, { body: { schedule: { id: schedule } } })
    const as = { ...cardHolder(john), clientId: 'phone-app' }
    const answer = await call('POST', `/access-points/${place.front}/unlock?wait=0`, { as })
    expect(answer.status).toBe(202)
    const [key] = (await api.deps.credentials.ofUser(1 as never, john as never)) ?? []
    const self = { type: 'user', id: john, name: 'A card holder' }
    const known = { by: self, for: self, credentialId: key?.id, application: { clientId: 'phone-app' }, pulseSeconds: 5 }
    expect(answer.json).toMatchObject(known)
    const path = `/commands/${answer.json.id}`
    for (const one of [as, undefined]) expect((await call('GET', path, one && { as: one })).json).toEqual(answer.json)
    expect((await call('GET', path, { as: cardHolder(await user('Ann')) })).status).toBe(404)
  })
})

/** Calls the API, and lets the panel speak whenever the call pauses. */
const whileWaiting = async (
  gateway: Awaited<ReturnType<typeof testGateway>>,
  speak: () => Promise<void>,
  method: string,
  path: string,
  options: CallOptions = {},
) => {
  const { apiDeps } = gateway
  const { pause } = apiDeps
  apiDeps.pause = speak
  try {
    return await gateway.call(method, path, options)
  } finally {
    apiDeps.pause = pause
  }
}
