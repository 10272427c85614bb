import { describe, expect, it } from 'vitest'
import { AccountId, UserId } from '../../shared/lib/ids.ts'
import type { CloudMessage } from '../../shared/panel-protocol/message.ts'
import { verifyConfigDelta, verifyKeys } from '../../shared/panel-protocol/signing.ts'
import { rulesLogStore } from '../../shared/storage/devices/rules-log.ts'
import { addSnapshot } from '../support/add-snapshot.ts'
import { assistant } from '../support/api.ts'
import { addPairedPanel, newKey, type TestGateway, type TestPanel, testGateway } from '../support/gateway.ts'

const activate = async ({ call }: TestGateway, panel: TestPanel): Promise<string> => {
  const answer = await call('POST', `/access-points/${panel.front}/activate`)
  expect(answer.status).toBe(200)
  return answer.headers.get('sallyport-command-id') ?? ''
}
const stored = ({ deps }: TestGateway, panel: TestPanel, commandId: string) =>
  deps.commands.get(AccountId.parse(1), panel.panelId, commandId)
const pulses = ({ table }: TestGateway) =>
  table.items().filter(({ entity, type }) => entity === 'event' && type === 'door.pulsed')

describe('a command', () => {
  it('goes to the socket, signed, and is counted as sent', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const commandId = await activate(gateway, panel)
    expect(await gateway.work(panel.panelId)).toBe('reached')
    expect(await panel.orders(gateway.said('c1'))).toEqual([
      {
        commandId,
        panelId: panel.panelId,
        kind: 'activate',
        accessPointId: panel.front,
        durationSeconds: 5,
        inLockdown: true,
        inPrivacy: true,
        issuedAt: gateway.clock.now,
        notAfter: gateway.clock.now + 10_000,
      },
    ])
    expect(await stored(gateway, panel, commandId)).toMatchObject({ state: 'sent', sends: 1, sentAts: [gateway.clock.now] })
  })

  it('of somebody who may not initiate emergencies is none for a lockdown, and is recorded as failed when the panel says so', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const answer = await gateway.call('POST', `/access-points/${panel.front}/activate`, { as: assistant() })
    const commandId = answer.headers.get('sallyport-command-id') ?? ''
    await gateway.work(panel.panelId)
    const [order] = await panel.orders(gateway.said('c1'))
    expect(order && 'inLockdown' in order).toBe(false)
    await panel.speak('c1', await panel.receipt({ commandId, stage: 'result', outcome: 'rejected', reason: 'locked_down' }))
    expect(await stored(gateway, panel, commandId)).toMatchObject({ state: 'rejected', reason: 'locked_down' })
    const failed = gateway.table.items().filter(({ type }) => type === 'door.pulse_failed')
    expect(failed).toMatchObject([{ actor: { id: assistant().administratorId }, facts: { reason: 'locked_down' } }])
  })

  it('goes out in the order in which it was given', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const ids: string[] = []
    for (let index = 0; index < 5; index += 1) {
      gateway.clock.now += 1
      ids.push(await activate(gateway, panel))
    }
    await gateway.work(panel.panelId)
    expect((await panel.orders(gateway.said('c1'))).map(({ commandId }) => commandId)).toEqual(ids)
  })

  it('is not sent twice by two nudges at once in the same second, and again with the same id when no receipt came', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const commandId = await activate(gateway, panel)
    await gateway.work(panel.panelId)
    await gateway.work(panel.panelId)
    expect(await panel.orders(gateway.said('c1'))).toHaveLength(1)
    gateway.clock.now += 1_000
    await gateway.work(panel.panelId)
    expect(await panel.orders(gateway.said('c1'))).toMatchObject([{ commandId }])
    expect(await stored(gateway, panel, commandId)).toMatchObject({ state: 'sent', sends: 2 })
  })

  it('whose nudge was lost is fetched by the next heartbeat, or the next connection', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const first = await activate(gateway, panel)
    await panel.speak('c1', panel.aHeartbeat())
    expect(await panel.orders(gateway.said('c1'))).toMatchObject([{ commandId: first }])
    const second = await activate(gateway, panel)
    gateway.clock.now += 1
    expect((await panel.orders(await panel.arrive('c2'))).map(({ commandId }) => commandId)).toContain(second)
  })

  it('is never sent after its time, whoever asks', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const commandId = await activate(gateway, panel)
    gateway.clock.now += 10_001
    await gateway.work(panel.panelId)
    await panel.speak('c1', panel.aHeartbeat())
    const heard = [...gateway.said('c1'), ...(await panel.arrive('c2'))]
    expect(heard.filter(({ type }) => type === 'command')).toEqual([])
    expect(await stored(gateway, panel, commandId)).toMatchObject({ state: 'accepted', sends: 0 })
  })

  it('to a socket that is over is not counted as sent, and the panel counts as disconnected at once', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const commandId = await activate(gateway, panel)
    gateway.over.add('c1')
    expect(await gateway.work(panel.panelId)).toBe('unreachable')
    expect(await stored(gateway, panel, commandId)).toMatchObject({ state: 'accepted', sends: 0 })
    expect((await gateway.call('POST', `/access-points/${panel.front}/activate`)).status).toBe(412)
    expect(await gateway.work(panel.panelId)).toBe('waiting')
  })

  it('becomes one event 5064 when the panel says that it is done, however often it says so', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const commandId = await activate(gateway, panel)
    await gateway.work(panel.panelId)
    gateway.clock.now += 200
    const done = await panel.receipt({ commandId, stage: 'result', outcome: 'succeeded' })
    for (const stage of ['received', 'executing'] as const) await panel.speak('c1', await panel.receipt({ commandId, stage }))
    await Promise.all([panel.speak('c1', done), panel.speak('c1', done), panel.speak('c1', done)])
    expect(await stored(gateway, panel, commandId)).toMatchObject({ state: 'succeeded', settledAt: gateway.clock.now })
    expect(pulses(gateway)).toMatchObject([
      {
        actor: { id: 11, name: 'Mary Master' },
        subject: { id: panel.front, name: 'Front door' },
        site: { name: 'Office' },
      },
    ])
    const listed = await gateway.call('GET', '/events/access')
    expect(listed.json.data).toMatchObject([{ securityAction: { securityActionId: 5064 } }])
  })

  it('has each receipt acknowledged, after it was recorded', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const commandId = await activate(gateway, panel)
    const { send } = gateway.deps.sockets
    const statesWhenSaid: unknown[] = []
    gateway.deps.sockets.send = async (connectionId, text) => {
      statesWhenSaid.push((await stored(gateway, panel, commandId))?.state)
      return send(connectionId, text)
    }
    for (const stage of ['received', 'executing'] as const) await panel.speak('c1', await panel.receipt({ commandId, stage }))
    await panel.speak('c1', await panel.receipt({ commandId, stage: 'result', outcome: 'succeeded' }))
    expect(gateway.said('c1')).toEqual([
      { type: 'receipt.ack', commandId, stage: 'received' },
      { type: 'receipt.ack', commandId, stage: 'executing' },
      { type: 'receipt.ack', commandId, stage: 'result' },
    ])
    expect(statesWhenSaid).toEqual(['received', 'executing', 'succeeded'])
  })

  it('has receipts acknowledged that change nothing: a repeat, a late one, and those of a command that does not exist', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const [commandId, late] = [await activate(gateway, panel), await activate(gateway, panel)]
    const acknowledged = async (id: string, stage: 'received' | 'result') => {
      const outcome = stage === 'result' ? ({ outcome: 'succeeded' } as const) : {}
      await panel.speak('c1', await panel.receipt({ commandId: id, stage, ...outcome }))
      expect(gateway.said('c1')).toEqual([{ type: 'receipt.ack', commandId: id, stage }])
    }
    for (const stage of ['result', 'result', 'received'] as const) await acknowledged(commandId, stage)
    gateway.clock.now += 86_400_001
    await acknowledged(late, 'result')
    const unknown = '0190a5d2-5a3c-4f6e-8a1b-2c3d4e5f6a7b'
    for (const stage of ['received', 'result'] as const) await acknowledged(unknown, stage)
    expect(pulses(gateway)).toHaveLength(1)
  })

  it('whose result could not be recorded has no acknowledgement, whatever else is answered; the repeat becomes one event', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    const commandId = await activate(gateway, panel)
    const done = await panel.receipt({ commandId, stage: 'result', outcome: 'succeeded' })
    const { settle } = gateway.deps.commands
    gateway.deps.commands.settle = () => Promise.reject(new Error('The table is out of reach'))
    await expect(panel.speak('c1', done)).rejects.toThrow('out of reach')
    expect((await panel.ask([done])).statusCode).toBe(503)
    gateway.clock.now += 30_000
    await panel.speak('c1', panel.aHeartbeat())
    expect(gateway.said('c1')).toEqual([{ type: 'heartbeat.ack', now: gateway.clock.now }])
    expect(pulses(gateway)).toEqual([])
    gateway.deps.commands.settle = settle
    const acknowledgement = { type: 'receipt.ack', commandId, stage: 'result' }
    await panel.speak('c1', done)
    expect(gateway.said('c1')).toEqual([acknowledgement])
    expect((await panel.ask([done, panel.aHeartbeat()])).messages).toMatchObject([acknowledgement, { type: 'heartbeat.ack' }])
    expect(await stored(gateway, panel, commandId)).toMatchObject({ state: 'succeeded' })
    expect(pulses(gateway)).toHaveLength(1)
  })

  it('is not settled by a receipt of another key, of another panel, or about another panel', async () => {
    const gateway = await testGateway()
    const [panel, other] = [await addPairedPanel(gateway), await addPairedPanel(gateway, 'SP-2')]
    await panel.arrive('c1')
    await other.arrive('c2')
    const commandId = await activate(gateway, panel)
    const payload = { commandId, stage: 'result', outcome: 'succeeded' } as const
    const forged = [
      await panel.speak('c1', await panel.receipt(payload, (await newKey()).signing)),
      await panel.speak('c1', await panel.receipt(payload, other.signing)),
      await other.speak('c2', await other.receipt(payload)),
      await other.speak('c2', await other.receipt({ ...payload, panelId: panel.panelId })),
    ]
    expect(forged.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200, 200])
    expect(gateway.said('c1')).toMatchObject([{ type: 'error' }, { type: 'error' }])
    expect(gateway.said('c2')).toMatchObject([
      // What a panel says of a command that it does not have is about nothing.
      { type: 'receipt.ack', commandId, stage: 'result' },
      { type: 'error', message: "The receipt is not believed: it is another panel's" },
    ])
    expect(await stored(gateway, panel, commandId)).toMatchObject({ state: 'accepted' })
    expect(pulses(gateway)).toEqual([])
  })
})

describe('a version of the rules', () => {
  const publish = (gateway: TestGateway, panel: TestPanel, version: number) =>
    addSnapshot(gateway.table, AccountId.parse(1), panel.panelId, version, gateway.clock.now)
  const versions = (messages: { type: string; version?: number | string }[]) =>
    messages.flatMap(({ type, version }) => (type === 'config.available' ? [version] : []))

  it('is announced by the nudge, once, and shown as sent and then as applied', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await publish(gateway, panel, 1)
    await gateway.work(panel.panelId)
    await gateway.work(panel.panelId)
    expect(gateway.said('c1')).toMatchObject([
      { type: 'config.available', version: 1, url: `https://bucket.example/A/1/${panel.panelId}/o1` },
    ])
    gateway.clock.now += 3_000
    const configuration = async () => (await gateway.call('GET', `/control-panels/${panel.panelId}`)).json.configuration
    expect(await configuration()).toEqual({ desiredVersion: 1, sentVersion: 1, appliedVersion: 0, lag: 1, lagSeconds: 3 })
    await panel.speak('c1', { type: 'config.applied', version: 1, ok: true })
    expect(await configuration()).toEqual({ desiredVersion: 1, sentVersion: 1, appliedVersion: 1, lag: 0, lagSeconds: 0 })
  })

  it('that is newer does not hide for how long the panel has lacked the one before', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await publish(gateway, panel, 1)
    gateway.clock.now += 60_000
    await publish(gateway, panel, 2)
    gateway.clock.now += 5_000
    expect((await gateway.call('GET', `/control-panels/${panel.panelId}`)).json.configuration).toMatchObject({
      lag: 2,
      lagSeconds: 65,
    })
  })

  it('is announced again to a panel that says it runs an older one, and not to one that runs it', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await publish(gateway, panel, 1)
    expect(versions(await panel.arrive('c1'))).toEqual([1])
    await panel.speak('c1', panel.aHeartbeat())
    expect(versions(gateway.said('c1'))).toEqual([1])
    await panel.speak('c1', panel.aHeartbeat({ appliedVersion: 1 }))
    expect(versions(gateway.said('c1'))).toEqual([])
    gateway.clock.now += 1
    expect(versions(await panel.arrive('c2', { appliedVersion: 1 }))).toEqual([])
  })

  it('is sent as deltas in one message to a panel that runs what they change, and as a snapshot with what follows to any other', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await publish(gateway, panel, 1)
    const log = rulesLogStore(gateway.table)
    for (const version of [2, 3, 4]) {
      const people = [{ id: UserId.parse(version === 4 ? 2 : version), credentials: [] }]
      await log.addDelta(AccountId.parse(1), panel.panelId, { kind: 'delta', version, at: 0, scope: 1, people })
    }
    const sent = async (messages: CloudMessage[]) => {
      const deltas = messages.flatMap((message) => (message.type === 'config.delta' ? [message.jws] : []))
      const keys = await verifyKeys({ keys: [gateway.cloud.published] })
      const read = await Promise.all(deltas.map((jws) => verifyConfigDelta(keys, jws)))
      return { snapshots: versions(messages), deltas: read.map((one) => (one.ok ? one.value : undefined)) }
    }
    const both = {
      panelId: panel.panelId,
      version: 4,
      people: [
        { id: 2, credentials: [] },
        { id: 3, credentials: [] },
      ],
    }
    expect(await sent(await panel.arrive('c1'))).toMatchObject({ snapshots: [1], deltas: [{ base: 1, ...both }] })
    await panel.speak('c1', panel.aHeartbeat({ appliedVersion: 1 }))
    expect(await sent(gateway.said('c1'))).toMatchObject({ snapshots: [], deltas: [{ base: 1, ...both }] })
    await panel.speak('c1', panel.aHeartbeat({ appliedVersion: 3 }))
    expect(await sent(gateway.said('c1'))).toMatchObject({
      snapshots: [],
      deltas: [{ base: 3, version: 4, people: [{ id: 2 }] }],
    })
    await panel.speak('c1', { type: 'config.applied', version: 4, ok: true, stateHash: 'ab'.repeat(16) })
    expect(await gateway.deps.presences.get(AccountId.parse(1), panel.panelId)).toMatchObject({
      rulesVersion: 4,
      sentVersion: 4,
      appliedVersion: 4,
      stateHash: 'ab'.repeat(16),
    })
  })

  it('is sent again, whole, to a panel whose rules are not what their version says', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await publish(gateway, panel, 1)
    await panel.arrive('c1', { appliedVersion: 1, stateHash: '0'.repeat(32) })
    await panel.speak('c1', panel.aHeartbeat({ appliedVersion: 1, stateHash: '0'.repeat(32) }))
    expect(versions(gateway.said('c1'))).toEqual([])
    await panel.speak('c1', panel.aHeartbeat({ appliedVersion: 1, stateHash: `${'0'.repeat(31)}1` }))
    expect(versions(gateway.said('c1'))).toEqual([1])
  })

  it('that the panel refused is shown with its reason, until another is applied', async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('c1')
    await publish(gateway, panel, 1)
    await panel.speak('c1', { type: 'config.applied', version: 1, ok: false, error: 'wrong hash' })
    const configuration = async () => (await gateway.call('GET', `/control-panels/${panel.panelId}`)).json.configuration
    expect(await configuration()).toMatchObject({ refused: { version: 1, error: 'wrong hash', at: '2026-03-02T12:00:00Z' } })
    await panel.speak('c1', { type: 'config.applied', version: 2, ok: true })
    expect(await configuration()).not.toHaveProperty('refused')
  })
})
