import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startPanel } from '../../examples/panel/panel.ts'
import { CommandPayload } from '../../shared/panel-protocol/command.ts'
import { signCommand } from '../../shared/panel-protocol/signing.ts'
import { addDoors } from '../support/panels.ts'
import { serveGateway } from '../support/serve-gateway.ts'

let cloud: Awaited<ReturnType<typeof serveGateway>>
let place: Awaited<ReturnType<typeof addDoors>>
let panel: Awaited<ReturnType<typeof startPanel>>
let directory: string
let unlocked: number[]
let frames: { from: 'panel' | 'cloud'; text: string }[]

const switchOn = async () => {
  panel = await startPanel({
    cloudUrl: cloud.url,
    serialNumber: 'SP-1',
    pairingCode: place.pairingCode,
    file: join(directory, 'panel.json'),
    onUnlock: (id) => unlocked.push(id),
    backoff: { first: 5, maximum: 50 },
  })
  await until(() => expect(panel.isConnected()).toBe(true))
}
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'panel-'))
  unlocked = []
  frames = []
  cloud = await serveGateway({ onFrame: (from, _connection, text) => frames.push({ from, text }) })
  place = await addDoors(cloud)
  await switchOn()
})
afterEach(async () => {
  await panel.stop()
  await cloud.stop()
  await rm(directory, { recursive: true, force: true })
})

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 15_000, interval: 10 })
const shown = async () => (await cloud.call('GET', `/control-panels/${place.controlPanelId}`)).json
const compiled = async () => {
  await cloud.compile(place.controlPanelId)
  await cloud.deps.panelWork.nudge(1 as never, place.controlPanelId as never)
  await until(async () => expect((await shown()).configuration).toMatchObject({ lag: 0, appliedVersion: panel.version() }))
}
const stateOf = (id: number) => panel.doors().find(({ accessPointId }) => accessPointId === id)?.state
const codes = async () =>
  (await cloud.call('GET', '/events/access')).json.data
    .map(({ securityAction }: { securityAction: { securityActionId: number } }) => securityAction.securityActionId)
    .sort()

/** What the panel reported of a command, in order. */
const receiptsOf = (commandId: string) =>
  frames
    .filter(({ from, text }) => from === 'panel' && text.includes('"type":"receipt"'))
    .map(({ text }) => decodeJwt(JSON.parse(text).jws))
    .filter((receipt) => receipt.commandId === commandId)

const isAcknowledged = (commandId: string) =>
  frames.map(({ text }) => JSON.parse(text)).some((one) => one.commandId === commandId && one.stage === 'result')

/** A person with a card and a permission at the front door, at all times. */
const letIn = async () => {
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
  return { card: String(credential.json.encodedCredential), userId: Number(user.json.id) }
}

it('the example of a panel pairs, takes a snapshot, decides by it, and its swipes are stored with their names', async () => {
  const unready = panel.present({ accessPointId: place.front, encodedCredential: 'ABC' })
  expect(unready).toEqual({ decision: 'denied', reason: 'no_rules' })
  const { card, userId } = await letIn()
  await compiled()
  const here = { accessPointId: place.front, encodedCredential: card }
  expect(panel.present(here)).toEqual({ decision: 'granted', reason: 'granted' })
  expect(unlocked).toEqual([place.front])
  expect(stateOf(place.front)).toBe('unlocked')
  expect(panel.present({ ...here, accessPointId: place.back })).toEqual({ decision: 'denied', reason: 'no_permission' })
  await until(() => expect(panel.bufferedEvents()).toBe(0))
  expect(await codes()).toEqual([2004, 5018, 90005])
  const { data } = (await cloud.call('GET', '/events/access')).json
  const granted = data.find(({ eventData }: { eventData: { actionAllowed: boolean } }) => eventData.actionAllowed)
  expect(granted).toMatchObject({ actor: { id: userId, name: 'Ursula User' }, eventObject: { id: place.front } })
})

it('the example of a panel takes a delta, keeps it over a restart, and reports the hash that the cloud has', async () => {
  const { card, userId } = await letIn()
  await compiled()
  const before = panel.version()
  await cloud.call('PUT', `/users/${userId}/suspended`, { body: { suspended: true } })
  await cloud.changePerson(userId)
  await until(() => expect(panel.version()).toBe(before + 1))
  const here = { accessPointId: place.front, encodedCredential: card }
  expect(panel.present(here)).toEqual({ decision: 'denied', reason: 'user_suspended' })
  await panel.stop()
  await switchOn()
  expect(panel.version()).toBe(before + 1)
  expect(panel.present(here)).toEqual({ decision: 'denied', reason: 'user_suspended' })
  await cloud.call('PUT', `/users/${userId}/suspended`, { body: { suspended: false } })
  await compiled()
  expect(panel.present(here)).toEqual({ decision: 'granted', reason: 'granted' })
  const sent = frames.filter(({ text }) => text.includes('"type":"config.'))
  const reported = sent.flatMap(({ from, text }) => (from === 'panel' ? JSON.parse(text).stateHash : []))
  const delta = sent.find(({ text }) => text.includes('"config.delta"'))
  expect(delta?.text.length).toBeLessThan(1_500)
  const stored = cloud.table.items()
  expect(stored.find(({ entity }) => entity === 'panel-presence')?.stateHash).toBe(reported.at(-1))
  expect(stored.find(({ kind, version }) => kind === 'snapshot' && version === panel.version())?.stateHash).toBe(reported.at(-1))
  expect(frames.filter(({ text }) => text.includes('"type":"error"') || text.includes('"ok":false'))).toEqual([])
})

it('the example of a panel opens a door once for each order, and none in a lockdown', async () => {
  await compiled()
  const opened = await cloud.call('POST', `/access-points/${place.front}/activate?wait=5`)
  const given = async () => (await cloud.call('GET', `/commands/${opened.json.id}`)).json.state
  await until(async () => expect(await given()).toBe('succeeded'))
  const order = frames.find(({ text }) => text.includes('"type":"command"'))?.text ?? expect.fail('There was no order')
  const commandId = String(opened.json.id)
  await until(() => expect(isAcknowledged(commandId)).toBe(true))
  const before = receiptsOf(commandId)
  // a result comes again with each heartbeat until it is acknowledged
  expect([...new Set(before.map(({ stage }) => stage))]).toEqual(['received', 'executing', 'result'])
  cloud.push(order)
  await until(() => expect(receiptsOf(commandId).length).toBeGreaterThan(before.length))
  expect(receiptsOf(commandId).at(-1)).toEqual(before.at(-1))
  expect(unlocked).toEqual([place.front])
  expect((await cloud.call('POST', '/emergency-scenarios/default-lockdown/initiate')).status).toBe(200)
  await until(() => expect(stateOf(place.front)).toBe('locked'))
  const issuedAt = Date.now()
  const command = CommandPayload.parse({
    commandId: '019df6f1-4a00-7000-8000-000000000001',
    panelId: place.controlPanelId,
    kind: 'activate',
    accessPointId: place.back,
    durationSeconds: 5,
    notAfter: issuedAt + 10_000,
    issuedAt,
  })
  cloud.push(JSON.stringify({ type: 'command', jws: await signCommand(cloud.signing, command) }))
  await until(() => expect(receiptsOf(command.commandId).at(-1)).toMatchObject({ outcome: 'rejected', reason: 'locked_down' }))
  expect(stateOf(place.front)).toBe('locked')
  expect(unlocked).toEqual([place.front])
})
