import { describe, expect, it } from 'vitest'
import { FirmwareImage } from '../../../../shared/domain/devices/firmware/entity.ts'
import { day } from '../../../../shared/lib/clock.ts'
import type { CloudMessage } from '../../../../shared/panel-protocol/message.ts'
import { verifyFirmwareDescriptor, verifyKeys } from '../../../../shared/panel-protocol/signing.ts'
import { assistant, somebody, stranger } from '../../../support/api.ts'
import { addPairedPanel, testGateway } from '../../../support/gateway.ts'

const image = (version: string) =>
  FirmwareImage.parse({ version, file: `images/${version}.bin`, sha256: 'a'.repeat(64), bytes: 12 })

type Ending = { uuid: string; securityAction: { securityActionId: number } }

/** A panel on a socket that runs 5.0.0, and three versions that are published. */
const withPanel = async () => {
  const gateway = await testGateway()
  gateway.images.push(image('5.10.0'), image('5.2.0'), image('5.20.0'))
  const panel = await addPairedPanel(gateway)
  const path = `/control-panels/${panel.panelId}/firmware`
  await panel.arrive('c1', { firmwareVersion: '5.0.0' })
  const ask = (firmwareVersion: unknown, method = 'POST') => gateway.call(method, path, { body: { firmwareVersion } })
  const shown = async () => (await gateway.call('GET', path)).json
  const offers = (messages: readonly CloudMessage[]) => messages.filter((message) => message.type === 'firmware.available')
  const work = async () => {
    await gateway.work(panel.panelId)
    return offers(gateway.said('c1'))
  }
  const audited = () => gateway.table.items().filter(({ type }) => type === 'panel.firmware_requested')
  /** The events of the updates that ended, as the API shows them, newest first. */
  const endings = async (): Promise<Ending[]> => {
    const { json } = await gateway.call('GET', '/events/audit?pageSize=100')
    return json.data.filter(({ securityAction }: Ending) => [91107, 91108].includes(securityAction.securityActionId))
  }
  return { ...gateway, panel, path, ask, shown, offers, work, audited, endings }
}

describe('the firmware of a control panel', () => {
  it('is shown with the versions that the panel can be asked to run, in their order', async () => {
    const { panel, path, call } = await withPanel()
    expect(await call('GET', path)).toMatchObject({
      status: 200,
      json: {
        id: panel.panelId,
        panelName: 'Lobby',
        serialNumber: 'SP-1',
        activated: '2026-03-02T12:00:00Z',
        updated: '2026-03-02T12:00:00Z',
        firmwareVersion: '5.0.0',
        version: '5.0.0',
        availableVersions: ['5.0.0', '5.2.0', '5.10.0', '5.20.0'],
      },
    })
  })

  it.each(['POST', 'PUT'])(
    'is asked for by %s, goes to the panel signed, and is installed when the panel says that it runs it',
    async (method) => {
      const { panel, ask, shown, work, cloud, audited } = await withPanel()
      const answer = await ask('5.20.0', method)
      expect(answer).toMatchObject({
        status: 200,
        json: { version: '5.0.0', update: { version: '5.20.0', state: 'REQUESTED', requested: '2026-03-02T12:00:00Z' } },
      })
      expect(answer.json.availableVersions).toContain('5.20.0')
      const [offer] = await work()
      expect(offer).toMatchObject({ version: '5.20.0', url: 'https://firmware.example/images/5.20.0.bin' })
      const signed = offer && (await verifyFirmwareDescriptor(await verifyKeys({ keys: [cloud.published] }), offer.jws))
      expect(signed).toMatchObject({
        ok: true,
        value: { panelId: panel.panelId, version: '5.20.0', sha256: 'a'.repeat(64), bytes: 12 },
      })
      expect((await shown()).update.state).toBe('SENT')
      expect(await work()).toEqual([])
      await panel.arrive('c2', { firmwareVersion: '5.20.0' })
      expect(await shown()).toMatchObject({ firmwareVersion: '5.20.0', version: '5.20.0', update: { state: 'INSTALLED' } })
      expect(audited()).toMatchObject([
        {
          actor: { id: 11 },
          subject: { kind: 'panel', id: panel.panelId },
          facts: { changes: [{ property: 'firmwareVersion', previousValue: '5.0.0', currentValue: '5.20.0' }] },
        },
      ])
    },
  )

  it('is sent again when the panel speaks and does not run it yet, for a day', async () => {
    const { clock, panel, ask, shown, offers, work, said } = await withPanel()
    await ask('5.2.0')
    await work()
    await panel.speak('c1', panel.aHeartbeat())
    expect(offers(said('c1'))).toMatchObject([{ version: '5.2.0' }])
    expect(offers(await panel.arrive('c2', { firmwareVersion: '5.0.0' }))).toHaveLength(1)
    clock.now += day + 1
    expect(offers(await panel.arrive('c3', { firmwareVersion: '5.0.0' }))).toEqual([])
    expect((await shown()).update.state).toBe('EXPIRED')
  })

  it('reaches a panel that asks by HTTPS in the answer, and its word about it counts', async () => {
    const { clock, panel, ask, shown, offers, endings } = await withPanel()
    await panel.disconnect('c1')
    clock.now += 1_000
    const says = async (...messages: Parameters<typeof panel.ask>[0]) => offers((await panel.ask(messages)).messages)
    expect(await says(panel.aHello({ firmwareVersion: '5.0.0' }))).toEqual([])
    await ask('5.2.0')
    expect(await says(panel.aHeartbeat())).toMatchObject([{ version: '5.2.0' }])
    expect(await says({ type: 'firmware.failed', version: '5.2.0', error: 'no' })).toEqual([])
    expect((await shown()).update).toMatchObject({ state: 'FAILED', error: 'no' })
    await ask('5.10.0')
    expect(await says(panel.aHello({ firmwareVersion: '5.10.0' }))).toEqual([])
    expect((await shown()).update.state).toBe('INSTALLED')
    expect(await endings()).toHaveLength(2)
  })

  it('that the panel refuses is not sent again before it is asked for again', async () => {
    const { panel, ask, shown, offers, work, audited } = await withPanel()
    await ask('5.2.0')
    await work()
    await panel.speak('c1', { type: 'firmware.failed', version: '5.10.0', error: 'another' })
    expect((await shown()).update.state).toBe('SENT')
    await panel.speak('c1', { type: 'firmware.failed', version: '5.2.0', error: 'wrong_hash: no' })
    expect((await shown()).update).toMatchObject({ version: '5.2.0', state: 'FAILED', error: 'wrong_hash: no' })
    expect(offers(await panel.arrive('c2', { firmwareVersion: '5.0.0' }))).toEqual([])
    expect((await ask('5.2.0')).json.update).toMatchObject({ state: 'REQUESTED' })
    expect(audited()).toHaveLength(2)
  })

  it('that is installed is an event of the panel, once, however often the panel says so', async () => {
    const { clock, panel, ask, shown, endings } = await withPanel()
    await ask('5.20.0')
    expect(await endings()).toEqual([])
    clock.now += 60_000
    await panel.arrive('c2', { firmwareVersion: '5.20.0' })
    expect(await endings()).toMatchObject([
      {
        securityAction: { securityActionId: 91107, exception: false },
        actor: { id: panel.panelId, name: 'Lobby', objectType: 'CONTROL_PANEL' },
        eventObject: { id: panel.panelId, objectType: 'CONTROL_PANEL' },
        occurred: '2026-03-02T12:01:00.000Z',
        eventData: {
          actionAllowed: true,
          propertyChanges: [{ property: 'firmwareVersion', previousValue: '5.0.0', currentValue: '5.20.0' }],
        },
      },
    ])
    expect((await shown()).update.ended).toBe('2026-03-02T12:01:00Z')
    await panel.speak('c2', panel.aHeartbeat())
    await panel.arrive('c3', { firmwareVersion: '5.20.0' })
    expect(await endings()).toHaveLength(1)
  })

  it('that was installed is over: a panel that went back is not sent it again before it is asked for again', async () => {
    const { clock, panel, ask, shown, offers, work, endings } = await withPanel()
    await ask('5.20.0')
    await panel.arrive('c1', { firmwareVersion: '5.20.0' })
    expect(offers(await panel.arrive('c1', { firmwareVersion: '5.0.0' }))).toEqual([])
    expect(await shown()).toMatchObject({ version: '5.0.0', update: { state: 'INSTALLED' } })
    clock.now += 60_000
    expect((await ask('5.20.0')).json.update.state).toBe('REQUESTED')
    expect(await work()).toHaveLength(1)
    await panel.arrive('c1', { firmwareVersion: '5.20.0' })
    expect(await endings()).toHaveLength(2)
  })

  it('that fails is an event of the panel, once, with its reason', async () => {
    const { panel, ask, shown, endings } = await withPanel()
    await ask('5.2.0')
    const refusal = { type: 'firmware.failed', version: '5.2.0', error: 'wrong_hash: no' } as const
    await panel.speak('c1', refusal)
    await panel.speak('c1', refusal)
    await panel.speak('c1', { ...refusal, version: '5.10.0' })
    expect(await endings()).toMatchObject([
      {
        securityAction: { securityActionId: 91108, exception: true },
        actor: { id: panel.panelId },
        eventData: { actionAllowed: false, detail: '5.2.0: wrong_hash: no' },
      },
    ])
    expect((await shown()).update).toHaveProperty('ended')
    await ask('5.10.0')
    await panel.speak('c1', { type: 'firmware.failed', version: '5.10.0' })
    expect((await endings())[0]).toMatchObject({ eventData: { detail: '5.10.0: no reason given' } })
  })

  it('that failed and runs all the same is installed', async () => {
    const { panel, ask, shown, endings } = await withPanel()
    await ask('5.2.0')
    await panel.speak('c1', { type: 'firmware.failed', version: '5.2.0', error: 'no' })
    await panel.arrive('c2', { firmwareVersion: '5.2.0' })
    expect(await shown()).toMatchObject({ version: '5.2.0', update: { state: 'INSTALLED' } })
    expect((await endings()).map(({ securityAction }) => securityAction.securityActionId).sort()).toEqual([91107, 91108])
    // its word that it failed is late now
    await panel.speak('c2', { type: 'firmware.failed', version: '5.2.0', error: 'no' })
    expect(await endings()).toHaveLength(2)
  })

  it('that is not installed within a day is an event when the panel speaks next', async () => {
    const { clock, panel, ask, endings } = await withPanel()
    await ask('5.2.0')
    clock.now += day + 1
    await panel.arrive('c2', { firmwareVersion: '5.0.0' })
    await panel.speak('c2', panel.aHeartbeat())
    expect(await endings()).toMatchObject([{ eventData: { actionAllowed: false, detail: '5.2.0: not installed within a day' } }])
  })

  it('has no event of its end when another was asked for meanwhile', async () => {
    const { ask, panel, table, endings } = await withPanel()
    await ask('5.2.0')
    const { write } = table
    table.write = async (writes) => {
      table.write = write
      await ask('5.10.0')
      return write(writes)
    }
    await panel.speak('c1', { type: 'firmware.failed', version: '5.2.0', error: 'no' })
    expect(await endings()).toEqual([])
  })

  it('that is asked for again, or runs already, changes nothing; another takes its place', async () => {
    const { ask, shown, work, audited } = await withPanel()
    expect(await ask('5.0.0')).toMatchObject({ status: 200, json: { version: '5.0.0' } })
    expect((await shown()).update).toBeUndefined()
    await ask('5.2.0')
    await work()
    expect((await ask('5.2.0')).json.update).toMatchObject({ version: '5.2.0', state: 'SENT' })
    expect(audited()).toHaveLength(1)
    await ask('5.10.0')
    expect(await work()).toMatchObject([{ version: '5.10.0' }])
    // what the panel runs withdraws what it has not installed
    expect((await ask('5.0.0')).json).not.toHaveProperty('update')
    expect(await work()).toEqual([])
    expect(audited()).toHaveLength(3)
  })

  it('is not asked of a panel that is out of contact, and nothing happens later', async () => {
    const { clock, panel, ask, shown, offers, audited } = await withPanel()
    clock.now += 150_001
    expect(await ask('5.2.0')).toMatchObject({
      status: 412,
      json: { code: 412, message: 'Requested control panel is not connected' },
    })
    expect((await shown()).update).toBeUndefined()
    expect(offers(await panel.arrive('c2', { firmwareVersion: '5.0.0' }))).toEqual([])
    expect(audited()).toEqual([])
  })

  it('is refused when the panel goes out of contact meanwhile', async () => {
    const { ask, table, panel, audited } = await withPanel()
    const { write } = table
    table.write = async (writes) => {
      await panel.disconnect('c1')
      return write(writes)
    }
    expect((await ask('5.2.0')).status).toBe(412)
    expect(audited()).toEqual([])
  })

  it.each(['9.9.9', '😀'])('is not %s when no such version is published', async (version) => {
    const { ask, audited } = await withPanel()
    expect(await ask(version)).toMatchObject({
      status: 400,
      json: { code: 400, message: `Invalid criteria provided: the firmwareVersion '${version}' is not available` },
    })
    expect(audited()).toEqual([])
  })

  it.each([5, null, undefined, {}, '', 'x'.repeat(65), 'a\u0000'])(
    'is not asked for by %j, and the answer names the field',
    async (wanted) => {
      const { ask, audited } = await withPanel()
      expect(await ask(wanted)).toMatchObject({ status: 400, json: { message: expect.stringContaining('firmwareVersion') } })
      expect(audited()).toEqual([])
    },
  )

  it("of another tenant's panel is that of no panel", async () => {
    const { call, path } = await withPanel()
    const missing = { status: 404, json: { code: 404, message: 'Requested control panel not found' } }
    const body = { firmwareVersion: '5.2.0' }
    expect(await call('GET', path, { as: stranger() })).toMatchObject(missing)
    expect(await call('POST', path, { as: stranger(), body })).toMatchObject(missing)
    expect(await call('GET', '/control-panels/1/firmware')).toMatchObject(missing)
    expect(await call('POST', '/control-panels/1/firmware', { body })).toMatchObject(missing)
  })

  it('is asked for by those who may change panels', async () => {
    const { call, path } = await withPanel()
    for (const as of [assistant(), somebody({ type: 'CSR' })]) {
      expect((await call('POST', path, { as, body: { firmwareVersion: '5.2.0' } })).status).toBe(403)
    }
  })

  it('of a panel that never spoke has no version', async () => {
    const gateway = await testGateway()
    const { panelId } = await addPairedPanel(gateway)
    const { json } = await gateway.call('GET', `/control-panels/${panelId}/firmware`)
    expect(json).toMatchObject({ id: panelId, availableVersions: [] })
    expect(json).not.toHaveProperty('firmwareVersion')
  })
})
