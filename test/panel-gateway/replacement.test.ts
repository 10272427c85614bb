import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SimulatorSettings } from '../../local/simulator/settings.ts'
import { type Simulator, startSimulator } from '../../local/simulator/simulator.ts'
import { addPairedPanel, aPanel, epoch, newKey, testGateway } from '../support/gateway.ts'
import { addDoors } from '../support/panels.ts'
import { serveGateway } from '../support/serve-gateway.ts'

const accessEvents = async (call: Awaited<ReturnType<typeof testGateway>>['call']) =>
  (await call('GET', '/events/access')).json.data

describe('hardware that was replaced', () => {
  const replaced = async () => {
    const gateway = await testGateway()
    const panel = await addPairedPanel(gateway)
    await panel.arrive('old')
    const path = `/control-panels/${panel.panelId}`
    const replace = () => gateway.call('POST', `${path}/replace`, { body: { serialNumber: 'SP-77' } })
    return { gateway, panel, path, replace }
  }

  it('is refused: its proofs, its word on the socket that it had, and its late events', async () => {
    const { gateway, panel, replace } = await replaced()
    expect((await replace()).status).toBe(200)
    await panel.speak('old', { type: 'events', epoch, events: panel.swipes(1, 3) })
    expect(gateway.over).toContain('old')
    expect(await accessEvents(gateway.call)).toEqual([])
    expect((await panel.connect('again')).statusCode).toBe(401)
  })

  it('leaves its successor nothing that it was ordered, however soon that comes', async () => {
    const { gateway, panel, replace } = await replaced()
    await gateway.call('POST', `/access-points/${panel.front}/activate`, { body: {} })
    const { json } = await replace()
    const key = await newKey()
    const body = JSON.stringify({ serialNumber: 'SP-77', pairingCode: json.pairingCode, publicKey: key.published })
    expect((await gateway.http('POST', '/panels/pair', body)).json.panelId).toBe(panel.panelId)
    const successor = aPanel(gateway, 'SP-77', panel.panelId, key, panel)
    expect((await successor.arrive('new')).map(({ type }) => type)).not.toContain('command')
    const ended = gateway.table.items().filter(({ entity }) => entity === 'command')
    expect(ended).toMatchObject([{ state: 'failed', reason: 'panel_replaced' }])
    expect(gateway.table.items().filter(({ type }) => type === 'door.pulse_failed')).toHaveLength(1)
  })
})

describe('two simulated panels, one after the other in one place', () => {
  let cloud: Awaited<ReturnType<typeof serveGateway>>
  const simulators: Simulator[] = []
  const directories: string[] = []
  beforeEach(async () => {
    cloud = await serveGateway()
  })
  afterEach(async () => {
    for (const one of simulators.splice(0)) await one.stop()
    await cloud.stop()
    for (const one of directories.splice(0)) await rm(one, { recursive: true, force: true })
  })
  const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000, interval: 10 })
  const simulate = async (serialNumber: string, pairingCode: string) => {
    const dataDir = await mkdtemp(join(tmpdir(), 'panel-'))
    directories.push(dataDir)
    const simulator = await startSimulator(
      SimulatorSettings.parse({
        controlPort: 0,
        cloudUrl: cloud.url,
        dataDir,
        panels: [{ serialNumber, pairingCode }],
        timing: { backoffFirstMs: 5, backoffMaximumMs: 20, pollMs: 20, socketRetryMs: 50, linkSettleMs: 50 },
      }),
    )
    simulators.push(simulator)
    return async (path: string, body: unknown) => {
      const answer = await fetch(`${simulator.url}/panels/${serialNumber}/${path}`, {
        method: 'POST',
        body: JSON.stringify(body),
      })
      expect(answer.status).toBe(200)
    }
  }

  it('the second has the doors and the rules of the first, its events count from 1, and the first is heard no more', async () => {
    const place = await addDoors(cloud)
    const path = `/control-panels/${place.controlPanelId}`
    const isConnected = () => until(async () => expect((await cloud.call('GET', path)).json.status).toBe('CONNECTED'))
    const isUpToDate = () =>
      until(async () => {
        const { configuration, posture } = (await cloud.call('GET', path)).json
        expect(configuration).toMatchObject({ desiredVersion: 1, appliedVersion: 1 })
        expect(posture.appliedVersion).toBe(posture.desiredVersion)
      })
    const present = { accessPointId: place.front, encodedCredential: '8c9046' }
    const first = await simulate('SP-1', place.pairingCode)
    await isConnected()
    await cloud.compile(place.controlPanelId)
    await cloud.deps.panelWork.nudge(1 as never, place.controlPanelId as never)
    await isUpToDate()
    await first('present', present)
    await until(async () => expect(await accessEvents(cloud.call)).toHaveLength(1))

    const { pairingCode } = (await cloud.call('POST', `${path}/replace`, { body: { serialNumber: 'SP-77' } })).json
    await first('present', present)
    const second = await simulate('SP-77', pairingCode)
    await isConnected()
    await isUpToDate()
    await second('present', present)
    await until(async () => expect(await accessEvents(cloud.call)).toHaveLength(2))
    const numbered = cloud.table.items().flatMap(({ entity, panel }) => (entity === 'event' && panel ? [panel] : []))
    // biome-ignore lint/suspicious/noExplicitAny: what it is made of is what the test expects of it
    const [one, other] = numbered as any[]
    expect([one.sequence, other.sequence]).toEqual([1, 1])
    expect(one.epoch).not.toBe(other.epoch)
  })
})
