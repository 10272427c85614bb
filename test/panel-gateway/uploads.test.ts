import { describe, expect, it } from 'vitest'
import { addPairedPanel, epoch, type TestGateway, testGateway } from '../support/gateway.ts'

const panelEvents = ({ table }: TestGateway) =>
  table.items().filter(({ entity, panel }) => entity === 'event' && panel !== undefined)

describe('events of a panel', () => {
  it('are acknowledged when they are stored, and once more when they come again', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const upload = { type: 'events', epoch, events: panel.swipes(1, 3) } as const
    for (let times = 0; times < 3; times += 1) {
      await panel.speak('c1', upload)
      expect(gateway.said('c1')).toEqual([{ type: 'events.ack', epoch, upTo: 3 }])
    }
    expect(panelEvents(gateway)).toHaveLength(3)
  })

  it('come live before the back-fill, over two connections at once, and are stored once each', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    gateway.clock.now += 1
    await panel.arrive('c2')
    const send = (connectionId: string, from: number, to: number) =>
      panel.speak(connectionId, { type: 'events', epoch, events: panel.swipes(from, to) })
    await send('c2', 11, 12)
    expect(gateway.said('c2')).toEqual([{ type: 'events.ack', epoch, upTo: 0 }])
    await Promise.all([send('c1', 1, 6), send('c2', 4, 10), send('c1', 1, 12)])
    await send('c2', 12, 12)
    expect(gateway.said('c2').at(-1)).toEqual({ type: 'events.ack', epoch, upTo: 12 })
    expect(panelEvents(gateway)).toHaveLength(12)
  })

  it('belong to the tenant of the panel, whatever they name', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await panel.speak('c1', { type: 'events', epoch, events: panel.swipes(1, 1) })
    expect(panelEvents(gateway).every(({ pk, accountId }) => pk.startsWith('A#1#') && accountId === 1)).toBe(true)
    const listed = await gateway.call('GET', '/events/access')
    expect(listed.json.data).toMatchObject([{ securityAction: { securityActionId: 5012 }, eventObject: { name: 'Front door' } }])
  })
})

describe('texts of a panel', () => {
  it('are kept without what tables and receivers do not take', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.ask([{ ...panel.aHello(), firmwareVersion: '1.0\u0000 \ud83d' }])
    const [swipe] = panel.swipes(1, 1)
    if (swipe?.kind !== 'access') throw new Error('A swipe is an access event')
    const presented = { kind: 'plate', encodedCredential: 'AB\udc00 1' } as const
    const { messages } = await panel.ask([
      { type: 'events', epoch, events: [{ ...swipe, reason: 'new\u0000 \ud800 😀', presented }] },
    ])
    expect(messages).toEqual([{ type: 'events.ack', epoch, upTo: 1 }])
    const [event] = (await gateway.call('GET', '/events/access')).json.data
    expect(event.eventData).toMatchObject({ detail: 'new\ufffd \ufffd 😀', unknownWeigand: 'AB\ufffd 1' })
    expect((await gateway.call('GET', `/control-panels/${panel.panelId}`)).json.firmwareVersion).toBe('1.0\ufffd \ufffd')
  })
})

describe('a panel without a socket', () => {
  it('asks by HTTPS, and gets the same answers', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    const answer = await panel.ask([panel.aHello(), { type: 'events', epoch, events: panel.swipes(1, 2) }, panel.aHeartbeat()])
    expect(answer.messages).toEqual([
      { type: 'welcome', now: gateway.clock.now, generation: 1, heartbeatSeconds: 5 },
      { type: 'events.ack', epoch, upTo: 2 },
      { type: 'heartbeat.ack', now: gateway.clock.now },
    ])
    expect((await gateway.call('GET', `/control-panels/${panel.panelId}`)).json.status).toBe('CONNECTED')
  })

  it('fetches a command within its time, and is disconnected soon after it stops asking', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.ask([panel.aHello()])
    expect((await gateway.call('POST', `/access-points/${panel.front}/activate`)).status).toBe(200)
    expect(await gateway.work(panel.panelId)).toBe('waiting')
    gateway.clock.now += 5_000
    const { messages } = await panel.ask([panel.aHeartbeat()])
    const [order] = await panel.orders(messages)
    expect(order).toMatchObject({ accessPointId: panel.front })
    await panel.ask([await panel.receipt({ commandId: order?.commandId ?? '', stage: 'result', outcome: 'succeeded' })])
    expect(gateway.table.items().filter(({ type }) => type === 'door.pulsed')).toHaveLength(1)
    gateway.clock.now += 13_000
    expect((await gateway.call('POST', `/access-points/${panel.front}/activate`)).status).toBe(412)
  })

  it('does not take the place of its own living socket', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    gateway.clock.now += 1_000
    expect((await panel.ask([panel.aHeartbeat()])).messages).toMatchObject([{ type: 'heartbeat.ack' }])
    await gateway.call('POST', `/access-points/${panel.front}/activate`)
    expect(await gateway.work(panel.panelId)).toBe('reached')
  })

  it('is refused without a proof, with a used one, and when a message is malformed', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    const bare = await gateway.http('POST', '/panels/messages', '{"messages":[]}')
    expect(bare).toMatchObject({ statusCode: 401, json: { code: 401, message: 'The assertion is not valid' } })
    const malformed = await panel.ask([panel.aHello(), { type: 'fly' }])
    expect(malformed).toMatchObject({ statusCode: 400, json: { message: expect.stringContaining('messages.1') } })
    expect((await gateway.call('GET', `/control-panels/${panel.panelId}`)).json.status).toBe('DISCONNECTED')
  })
})
