import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SimulatorSettings } from '../../local/simulator/settings.ts'
import { type Simulator, startSimulator } from '../../local/simulator/simulator.ts'
import { addDoors } from '../support/panels.ts'
import { serveGateway } from '../support/serve-gateway.ts'

let cloud: Awaited<ReturnType<typeof serveGateway>>
let place: Awaited<ReturnType<typeof addDoors>>
let simulator: Simulator
let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'panel-'))
  cloud = await serveGateway()
  place = await addDoors(cloud)
  simulator = await startSimulator(
    SimulatorSettings.parse({
      controlPort: 0,
      cloudUrl: cloud.url,
      dataDir,
      panels: [{ serialNumber: 'SP-1', pairingCode: place.pairingCode }],
      timing: { backoffFirstMs: 5, backoffMaximumMs: 20, pollMs: 20, socketRetryMs: 50, linkSettleMs: 50 },
    }),
  )
  await isConnected(true)
})
afterEach(async () => {
  await simulator.stop()
  await cloud.stop()
  await rm(dataDir, { recursive: true, force: true })
})

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000, interval: 10 })
const shown = async () => (await cloud.call('GET', `/control-panels/${place.controlPanelId}`)).json
const isConnected = (wanted: boolean) =>
  until(async () => expect((await shown()).status).toBe(wanted ? 'CONNECTED' : 'DISCONNECTED'))
const control = async (path: string, body: unknown) => {
  const answer = await fetch(`${simulator.url}/panels/SP-1/${path}`, { method: 'POST', body: JSON.stringify(body) })
  expect(answer.status).toBe(200)
  // biome-ignore lint/suspicious/noExplicitAny: what it is made of is what the test expects of it
  return (await answer.json()) as any
}
const accessEvents = async () => (await cloud.call('GET', '/events/access')).json.data
const codes = async () =>
  (await accessEvents()).map(
    ({ securityAction }: { securityAction: { securityActionId: number } }) => securityAction.securityActionId,
  )
const compiled = async () => {
  await cloud.compile(place.controlPanelId)
  await cloud.deps.panelWork.nudge(1 as never, place.controlPanelId as never)
  await until(async () => expect((await shown()).configuration.lag).toBe(0))
}

/** A person with a card and a permission at the front door, at all times. */
const letIn = async (): Promise<{ card: string; userId: number }> => {
  const { call } = cloud
  const day = [{ start: '00:00', end: '23:59' }]
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday', 'holiday']
  const scheduleBlocks = Object.fromEntries(days.map((name) => [name, day]))
  const schedule = await call('POST', '/schedules', { body: { name: 'Ever', scheduleBlocks } })
  const group = await call('POST', '/groups', { body: { name: 'Staff' } })
  const user = await call('POST', '/users', { body: { firstName: 'Ursula', lastName: 'User' } })
  const fieldValues = [
    { id: 1, value: '329' },
    { id: 2, value: '70' },
  ]
  const credential = await call('POST', '/credentials', { body: { credentialFormat: { id: 100 }, fieldValues } })
  await call('PUT', `/users/${user.json.id}/credentials/${credential.json.id}`, { body: { effectiveFrom: '2020-01-01' } })
  await call('PUT', `/groups/${group.json.id}/users/${user.json.id}`)
  const path = `/groups/${group.json.id}/access/access-points/${place.front}`
  expect((await call('PUT', path, { body: { schedule: { id: schedule.json.id } } })).status).toBe(200)
  return { card: credential.json.encodedCredential, userId: user.json.id }
}

describe('a panel and its cloud', () => {
  it('share one version of the rules: the right card opens, and is heard with its name', async () => {
    await compiled()
    const { card, userId } = await letIn()
    expect(await control('present', { accessPointId: place.front, encodedCredential: card })).toMatchObject({
      decision: 'denied',
    })
    await until(async () => expect(await codes()).toEqual([5034]))
    await compiled()
    const granted = await control('present', { accessPointId: place.front, encodedCredential: card })
    expect(granted).toMatchObject({ decision: 'granted', reason: 'granted' })
    const elsewhere = await control('present', { accessPointId: place.back, encodedCredential: card })
    expect(elsewhere).toMatchObject({ decision: 'denied', reason: 'no_permission' })
    await until(async () => expect((await codes()).sort()).toEqual([2004, 5018, 5034]))
    const opened = (await accessEvents()).find(
      ({ eventData }: { eventData: { actionAllowed: boolean } }) => eventData.actionAllowed,
    )
    expect(opened).toMatchObject({
      actor: { id: userId, name: 'Ursula User' },
      eventObject: { id: place.front, name: 'Front door' },
      site: { id: place.siteId, siteName: 'Office' },
    })
    await cloud.call('PUT', `/users/${userId}/suspended`, { body: { suspended: true } })
    const before = (await cloud.call('GET', `/control-panels/${place.controlPanelId}`)).json.configuration
    await cloud.changePerson(userId)
    await until(async () => {
      const { configuration } = (await cloud.call('GET', `/control-panels/${place.controlPanelId}`)).json
      expect(configuration).toMatchObject({ appliedVersion: before.appliedVersion + 1, lag: 0 })
    })
    const suspended = await control('present', { accessPointId: place.front, encodedCredential: card })
    expect(suspended).toMatchObject({ decision: 'denied', reason: 'user_suspended' })
  })

  it('pulse a door once for one activation', async () => {
    await compiled()
    expect((await cloud.call('POST', `/access-points/${place.front}/activate`)).status).toBe(200)
    await until(async () => expect(await codes()).toEqual([5064]))
    const panel = await (await fetch(`${simulator.url}/panels/SP-1`)).json()
    expect(panel).toMatchObject({ doors: [{ accessPointId: place.front, pulses: 1 }, { pulses: 0 }] })
    const commands = cloud.table.items().filter(({ entity }) => entity === 'command')
    // It may have been sent twice, by the nudge and by a heartbeat in the same instant: the panel knows it by its id.
    expect(commands).toEqual([expect.objectContaining({ state: 'succeeded' })])
  })

  it('open a door by what is sent again when it was lost, and open it once when its receipts were', async () => {
    await compiled()
    const frames = (rates: object) => control('fault', { kind: 'frames', seed: 1, rates })
    const command = async (id: unknown) => (await cloud.call('GET', `/commands/${id}`)).json
    const pulses = async () => {
      const { doors } = (await (await fetch(`${simulator.url}/panels/SP-1`)).json()) as { doors: { pulses: number }[] }
      return doors[0]?.pulses
    }

    await frames({ toPanel: { drop: 1 } })
    const lost = (await cloud.call('POST', `/access-points/${place.front}/activate?wait=0`)).json
    expect([lost.state, await pulses()]).toEqual(['sent', 0])
    await frames({})
    const { sends } = await until(async () => {
      const shown = await command(lost.id)
      expect(shown.state).toBe('succeeded')
      return shown
    })
    expect(sends).toBeGreaterThan(1)
    expect(await pulses()).toBe(1)

    await frames({ toCloud: { drop: 1 } })
    const unheard = (await cloud.call('POST', `/access-points/${place.front}/activate?wait=0`)).json
    await until(async () => expect(await pulses()).toBe(2))
    expect((await command(unheard.id)).state).toBe('sent')
    await frames({})
    await until(async () => expect((await command(unheard.id)).state).toBe('succeeded'))
    expect([await pulses(), (await codes()).length]).toEqual([2, 2])
  })

  it('lose no result, though a heartbeat is answered after the report of it got stuck', async () => {
    await compiled()
    const { write } = cloud.table
    let stuck = 0
    cloud.table.write = (writes) => {
      if (!writes.some((one) => 'update' in one && one.set?.state === 'succeeded')) return write(writes)
      stuck += 1
      return new Promise(() => undefined)
    }
    const commandStates = () => cloud.table.items().flatMap((item) => (item.entity === 'command' ? [item.state] : []))
    const beat = () => control('clock', { offsetSeconds: 0 })
    expect((await cloud.call('POST', `/access-points/${place.front}/activate`)).status).toBe(200)
    await until(() => expect(stuck).toBeGreaterThanOrEqual(1))
    await beat()
    await until(() => expect(stuck).toBeGreaterThanOrEqual(2))
    expect(commandStates()).toEqual(['executing'])
    cloud.table.write = write
    await beat()
    await until(async () => expect(await codes()).toEqual([5064]))
    expect(commandStates()).toEqual(['succeeded'])
    const panel = await (await fetch(`${simulator.url}/panels/SP-1`)).json()
    expect(panel).toMatchObject({ doors: [{ pulses: 1 }, { pulses: 0 }] })
  })

  it('lose each other without losing anything: no late door, no lost swipe', async () => {
    const { card } = await letIn()
    await compiled()
    await control('link', { state: 'down' })
    await isConnected(false)
    expect((await cloud.call('POST', `/access-points/${place.front}/activate`)).status).toBe(412)
    for (let times = 0; times < 5; times += 1) {
      expect(await control('present', { accessPointId: place.front, encodedCredential: card })).toMatchObject({
        decision: 'granted',
      })
    }
    expect(await codes()).toEqual([])
    await control('link', { state: 'up' })
    await isConnected(true)
    await until(async () => expect(await codes()).toEqual([2004, 2004, 2004, 2004, 2004]))
    expect(cloud.table.items().filter(({ entity }) => entity === 'command')).toEqual([])
  })

  it('hold a door against its schedule: at once, and no longer than asked, though the link is down then', async () => {
    await compiled()
    const stands = (wanted: object) =>
      until(async () => expect((await cloud.call('GET', `/device-status/${place.front}`)).json).toMatchObject(wanted))
    const path = `/schedules/change-state/${place.front}`
    const endsAt = Math.ceil(Date.now() / 1_000) * 1_000 + 3_000
    const body = { endTimeMode: 'UNTIL_TIME', behavior: 'UNLOCK', endTime: new Date(endsAt).toISOString() }
    expect((await cloud.call('POST', path, { body })).status).toBe(200)
    await stands({ accessPointState: 'UNLOCKED', accessPointScheduledState: 'UNLOCK', scheduleOverride: { behavior: 'UNLOCK' } })
    await control('link', { state: 'down' })
    const doorState = async () => {
      const answer = await fetch(`${simulator.url}/panels/SP-1`)
      const panel = (await answer.json()) as { doors: { state: string }[] }
      return panel.doors[0]?.state
    }
    expect(await doorState()).toBe('unlocked')
    await until(async () => expect(await doorState()).toBe('locked'))
    expect(Date.now()).toBeGreaterThanOrEqual(endsAt)
    await control('link', { state: 'up' })
    await stands({ accessPointState: 'LOCKED', accessPointScheduledState: 'LOCK' })
    expect((await cloud.call('POST', path, { body: { endTimeMode: 'INDEFINITE', behavior: 'UNLOCK' } })).status).toBe(200)
    await stands({ accessPointState: 'UNLOCKED' })
    expect((await cloud.call('DELETE', path)).status).toBe(200)
    await stands({ accessPointState: 'LOCKED' })
  })

  it('lock a building down: only excluded groups pass, and nothing waits for rules', async () => {
    const { card } = await letIn()
    await compiled()
    const swipe = () => control('present', { accessPointId: place.front, encodedCredential: card })
    expect(await swipe()).toMatchObject({ decision: 'granted' })
    expect((await cloud.call('POST', '/emergency-scenarios/default-lockdown/initiate')).status).toBe(200)
    await until(async () => expect((await shown()).posture).toMatchObject({ desiredVersion: 1, appliedVersion: 1 }))
    expect(await swipe()).toMatchObject({ decision: 'denied', reason: 'locked_down' })
    await until(async () => expect(await codes()).toContain(90008))
    expect((await cloud.call('POST', '/emergency-scenarios/clear-all')).status).toBe(200)
    await until(async () => expect(await swipe()).toMatchObject({ decision: 'granted' }))
  })

  it('lock down when they are back from out of contact, and come up locked down after a restart', async () => {
    const { card } = await letIn()
    await compiled()
    const swipe = () => control('present', { accessPointId: place.front, encodedCredential: card })
    const progress = async () => (await cloud.call('GET', '/emergency-scenarios/2')).json.progress
    await control('link', { state: 'down' })
    await isConnected(false)
    const initiated = await cloud.call('POST', '/emergency-scenarios/default-lockdown/initiate')
    expect(initiated.json).toMatchObject({ didAllFail: true, devicesThatDidFail: [{}, {}] })
    expect(await swipe()).toMatchObject({ decision: 'granted' })
    expect(await progress()).toMatchObject({ panels: 1, applied: 0, offline: 1 })
    await control('link', { state: 'up' })
    await until(async () => expect(await progress()).toMatchObject({ applied: 1, offline: 0 }))
    expect(await swipe()).toMatchObject({ decision: 'denied', reason: 'locked_down' })
    await control('link', { state: 'down' })
    await control('fault', { kind: 'reboot' })
    await until(async () => expect(await swipe()).toMatchObject({ decision: 'denied', reason: 'locked_down' }))
  })

  it('shows how its doors stand', async () => {
    await compiled()
    await until(async () => {
      const status = await cloud.call('GET', `/device-status/${place.front}`)
      expect(status.json).toMatchObject({ accessPointState: 'LOCKED', panelCpNumber: 'SP-1' })
    })
  })
})

it('a panel installs the firmware that it was sent, starts again, and refuses an image that is not the one', async () => {
  const path = `/control-panels/${place.controlPanelId}/firmware`
  const publish = (version: string, body: string) => {
    const image = JSON.stringify({ product: 'sallyport-simulator', version })
    const sha256 = createHash('sha256').update(image).digest('hex')
    cloud.publish(`images/${version}`, Buffer.from(body || image))
    cloud.images.push({ version, file: `images/${version}`, sha256, bytes: Buffer.byteLength(image) })
  }
  publish('simulator-1.1.0', '')
  publish('simulator-1.2.0', 'something else')
  const { status } = await cloud.call('POST', path, { body: { firmwareVersion: 'simulator-1.1.0' } })
  expect(status).toBe(200)
  const state = async () => (await cloud.call('GET', path)).json
  await until(async () => expect(await state()).toMatchObject({ version: 'simulator-1.1.0', update: { state: 'INSTALLED' } }))
  await isConnected(true)
  await cloud.call('POST', path, { body: { firmwareVersion: 'simulator-1.2.0' } })
  await until(async () => expect(await state()).toMatchObject({ version: 'simulator-1.1.0', update: { state: 'FAILED' } }))
  expect((await state()).update.error).toContain('wrong_hash')
})
