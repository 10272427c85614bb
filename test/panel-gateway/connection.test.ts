import { describe, expect, it } from 'vitest'
import { socketRoutes } from '../../functions/panel-gateway/socket.ts'
import { AccountId, PanelId } from '../../shared/lib/ids.ts'
import { addPairedPanel, newKey, type TestGateway, testGateway } from '../support/gateway.ts'

const shown = async ({ call }: TestGateway, panelId: number) => (await call('GET', `/control-panels/${panelId}`)).json

describe('a connection', () => {
  it('begins with hello, which is answered by welcome and makes the panel connected', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    expect((await panel.connect('c1')).statusCode).toBe(200)
    expect((await shown(gateway, panel.panelId)).status).toBe('DISCONNECTED')
    await panel.speak('c1', panel.aHello())
    expect(gateway.said('c1')).toEqual([
      { type: 'welcome', now: gateway.clock.now, generation: 1, heartbeatSeconds: 60 },
      { type: 'work' },
    ])
    expect(await shown(gateway, panel.panelId)).toMatchObject({
      status: 'CONNECTED',
      lastContact: '2026-03-02T12:00:00Z',
      connectedSince: '2026-03-02T12:00:00Z',
      firmwareVersion: '1.2.3',
    })
  })

  it('is kept by heartbeats, and over after two and a half without', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    gateway.clock.now += 149_000
    await panel.speak('c1', panel.aHeartbeat({ doors: [{ accessPointId: panel.front, state: 'locked' }] }))
    expect(gateway.said('c1')).toEqual([{ type: 'heartbeat.ack', now: gateway.clock.now }])
    gateway.clock.now += 150_000
    expect((await shown(gateway, panel.panelId)).status).toBe('CONNECTED')
    expect((await gateway.call('GET', `/device-status/${panel.front}`)).json.accessPointState).toBe('LOCKED')
    gateway.clock.now += 1
    expect((await shown(gateway, panel.panelId)).status).toBe('DISCONNECTED')
  })

  it('that ends makes the panel disconnected, at once', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await panel.disconnect('c1')
    expect((await shown(gateway, panel.panelId)).status).toBe('DISCONNECTED')
    expect((await gateway.call('POST', `/access-points/${panel.front}/activate`)).status).toBe(412)
  })

  it('that ends late does not clear the newer one', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    gateway.clock.now += 1_000
    const [welcome] = await panel.arrive('c2')
    expect(welcome).toMatchObject({ type: 'welcome', generation: 2 })
    await panel.disconnect('c1')
    expect((await shown(gateway, panel.panelId)).status).toBe('CONNECTED')
  })

  it('gives way to a newer one, not to an older one whose hello was long on its way', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.connect('c1')
    gateway.clock.now += 1_000
    await panel.arrive('c2')
    await panel.speak('c1', panel.aHello())
    expect(gateway.said('c1')).toEqual([])
    expect([...gateway.over]).toEqual(['c1'])
    await panel.speak('c2', panel.aHeartbeat())
    expect(gateway.said('c2')).toHaveLength(1)
  })

  it('comes back by a heartbeat when it was taken for over by mistake', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await gateway.deps.presences.lost(AccountId.parse(1), panel.panelId, 'c1')
    await panel.speak('c1', panel.aHeartbeat())
    expect((await shown(gateway, panel.panelId)).status).toBe('CONNECTED')
  })

  it('that cannot be reached makes the panel disconnected at once', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.connect('c1')
    gateway.over.add('c1')
    await panel.speak('c1', panel.aHello())
    expect((await shown(gateway, panel.panelId)).status).toBe('DISCONNECTED')
  })

  it('of nobody is closed', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    expect((await panel.speak('never-opened', panel.aHeartbeat())).statusCode).toBe(401)
    expect([...gateway.over]).toEqual(['never-opened'])
    expect((await panel.disconnect('never-opened')).statusCode).toBe(200)
  })

  it('of a panel that was deleted is closed at its next word', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    for (const id of [panel.front, panel.back]) await gateway.call('DELETE', `/access-points/${id}`)
    expect((await gateway.call('DELETE', `/control-panels/${panel.panelId}`)).status).toBe(204)
    await panel.speak('c1', { type: 'events', epoch: '6e8bc430-9c3a-4d9a-8f21-0a4f0d3f5b11', events: panel.swipes(1, 1) })
    expect([...gateway.over]).toEqual(['c1'])
    expect(gateway.table.items().some(({ entity, panel: of }) => entity === 'event' && of !== undefined)).toBe(false)
  })

  it('hears an error for every malformed frame, and lives on', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const frames = ['', '{', 'null', '[]', '{"type":"hello"}', '{"type":"fly"}', JSON.stringify({ ...panel.aHello(), epoch: 7 })]
    for (const frame of [...frames, `"${'x'.repeat(140_000)}"`]) {
      expect((await panel.speak('c1', frame)).statusCode).toBe(200)
      expect(gateway.said('c1')).toEqual([{ type: 'error', message: expect.stringContaining('malformed') }])
    }
    await panel.speak('c1', panel.aHeartbeat())
    expect(gateway.said('c1')).toMatchObject([{ type: 'heartbeat.ack' }])
  })

  it('costs no look-up for later messages in the process that knows it', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    const routes = socketRoutes(gateway.deps)
    const headers = { authorization: `Bearer ${await panel.assertion()}` }
    await routes({ requestContext: { eventType: 'CONNECT', connectionId: 'c1', connectedAt: gateway.clock.now }, headers })
    gateway.deps.connections.find = () => Promise.reject(new Error('looked up'))
    const body = JSON.stringify(panel.aHello())
    const heard = await routes({ requestContext: { eventType: 'MESSAGE', connectionId: 'c1' }, body })
    expect(heard.statusCode).toBe(200)
  })
})

describe('an assertion', () => {
  it('is good for one connection', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    const token = await panel.assertion()
    expect((await panel.connect('c1', token)).statusCode).toBe(200)
    expect((await panel.connect('c2', token)).statusCode).toBe(401)
    expect((await panel.ask([], token)).statusCode).toBe(401)
  })

  it('is refused with a foreign key, number, id or audience, and when it is old', async () => {
    const gateway = await testGateway()
    const [panel, other] = [await addPairedPanel(gateway), await addPairedPanel(gateway, 'SP-2')]
    const strange = (await newKey()).signing
    const tokens = [
      await panel.assertion({ key: strange }),
      await panel.assertion({ key: other.signing }),
      await panel.assertion({ serialNumber: 'SP-2' }),
      await panel.assertion({ panelId: other.panelId }),
      await panel.assertion({ panelId: PanelId.parse(4), serialNumber: 'SP-404' }),
      await panel.assertion({ at: gateway.clock.now - 91_000 }),
      await panel.assertion({ at: gateway.clock.now + 61_000 }),
      'no.assertion.atall',
      '',
    ]
    for (const [index, token] of tokens.entries())
      expect([index, (await panel.connect('c1', token)).statusCode]).toEqual([index, 401])
    const bare = await gateway.socket({ requestContext: { eventType: 'CONNECT', connectionId: 'c9' } })
    expect(bare.statusCode).toBe(401)
    expect(gateway.table.items().some(({ entity }) => entity === 'panel-connection')).toBe(false)
  })
})
