import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { GatewayDeps } from '../../../functions/panel-gateway/deps.ts'
import { heartbeat } from '../../../functions/panel-gateway/messages/heartbeat.ts'
import type { Speaker } from '../../../functions/panel-gateway/speaker.ts'
import { awaitResult } from '../../../shared/domain/devices/commands/await-result.ts'
import { findCommand } from '../../../shared/domain/devices/commands/get.ts'
import { recordReceipt } from '../../../shared/domain/devices/commands/settle.ts'
import { createPanel } from '../../../shared/domain/devices/panels/create.ts'
import { listPanels } from '../../../shared/domain/devices/panels/list.ts'
import { updatePanel } from '../../../shared/domain/devices/panels/update.ts'
import { activateAccessPoint } from '../../../shared/domain/places/access-points/activate.ts'
import { createAccessPoint } from '../../../shared/domain/places/access-points/create.ts'
import type { CreateAccessPoint } from '../../../shared/domain/places/access-points/entity.ts'
import { updateAccessPoint } from '../../../shared/domain/places/access-points/update.ts'
import { receiveEvents } from '../../../shared/domain/record/events/receive.ts'
import type { ReportedAccess } from '../../../shared/domain/record/events/reported.ts'
import { CredentialId, PanelId, UserId } from '../../../shared/lib/ids.ts'
import { verifyKeys } from '../../../shared/panel-protocol/signing.ts'
import { createStores } from '../../../shared/storage/stores.ts'
import { turnsPause } from '../../fakes/pause.ts'
import { addSnapshot } from '../../support/add-snapshot.ts'
import { somebody } from '../../support/api.ts'
import { audit, site } from '../../support/doors.ts'
import { newKey } from '../../support/gateway.ts'
import { user } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { type Cost, meterOf } from '../../support/meter.ts'

const account = somebody()
const { accountId } = account
const now = Date.UTC(2026, 2, 2, 12)
const office = site(3, { siteName: 'Head office, east wing' })
const line = { keyId: 'k'.repeat(43), connectionId: 'L0SM9cOFvHcCIhw=', connectedAt: now }
const epoch = '6e8bc430-9c3a-4d9a-8f21-0a4f0d3f5b11'

let local: LocalTable
let deps: ReturnType<typeof build>
let meter: ReturnType<typeof meterOf>
let drawn = 1_000_000_000_000
const draw = () => {
  drawn += 1
  return drawn
}
const build = () => ({
  ...createStores(local.table),
  panelWork: { nudge: async () => undefined, disconnect: async () => undefined },
  postureWork: { nudge: async () => undefined, nudgeAll: async () => undefined, begin: async () => undefined },
  now: () => now,
  newId: draw,
  pause: turnsPause(),
  newUuid: () => `00000000-0000-4000-8000-${String(draw()).padStart(12, '0')}`,
  randomBytes: (size: number) => new Uint8Array(size).fill(draw() % 256),
})

/** A panel with `doors` doors, paired and connected. */
const addPanel = async (doors: number) => {
  const made = await createPanel(deps, account, { serialNumber: `SP-${draw()}`, name: 'Lobby panel', siteId: office.id })
  if (!made.ok) throw new Error(made.error.kind)
  const { panel } = made.value
  const ids = []
  for (let index = 0; index < doors; index += 1) {
    const input = door(`Front door ${index}`, panel.id)
    const point = await createAccessPoint(deps, account, input)
    if (!point.ok) throw new Error(point.error.kind)
    ids.push(point.value.id)
  }
  const read = await deps.panels.get(accountId, panel.id)
  if (!read) throw new Error('The panel is there')
  const key = { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) } as const
  await deps.panels.rekey(accountId, { ...read, key, version: read.version + 1 }, line.keyId, audit(`pair ${panel.id}`))
  const report = { lastContactAt: now, onlineUntil: now + 150_000, firmwareVersion: '1.2.3', appliedVersion: 0 }
  await deps.presences.heard(accountId, panel.id, line, report, true)
  await addSnapshot(local.table, accountId, panel.id, 1, now)
  return { panelId: panel.id, ids }
}

beforeAll(async () => {
  local = await startLocalTable()
  deps = build()
  meter = meterOf(local.client, local.tableName)
  await deps.sites.add(accountId, office, audit('office'))
})
afterAll(() => local.stop())

/** What a piece of work costs; it has to succeed. */
const costOf = async (work: () => Promise<{ ok: boolean } | undefined>): Promise<Cost> => {
  const { value, cost } = await meter.measure(work)
  expect(value?.ok).not.toBe(false)
  return cost
}
const atMost = ({ sequentialTrips, readUnits, writeUnits }: Cost, trips: number, reads: number, writes: number) => {
  expect(sequentialTrips).toBeLessThanOrEqual(trips)
  expect(readUnits).toBeLessThanOrEqual(reads)
  expect(writeUnits).toBeLessThanOrEqual(writes)
}

const door = (name: string, panelId: PanelId): CreateAccessPoint => ({
  name,
  hardware: { type: 'DOOR', panelId },
  activationEnabled: true,
  twoFactorEnabled: false,
  reportLiveStatus: true,
  pulseSeconds: 5,
})

describe('the budgets of panels and doors', () => {
  it('a panel is retrieved in one trip for one read unit', async () => {
    const { panelId } = await addPanel(2)
    atMost(await costOf(async () => ((await deps.panels.getLive(accountId, panelId)) ? { ok: true } : { ok: false })), 1, 1, 0)
  })

  it('20 of many panels are listed in two trips, with their count', async () => {
    for (let index = 0; index < 30; index += 1) {
      await createPanel(deps, account, { serialNumber: `SP-${draw()}`, name: 'Lobby panel', siteId: office.id })
    }
    const page = { offset: 10, pageSize: 20 }
    atMost(await costOf(async () => ({ ok: (await listPanels(deps, account, [], page)).data.length === 20 })), 2, 12, 0)
  })

  it('a door is added and changed, and a panel changed, within the budget of one object', async () => {
    const { panelId, ids } = await addPanel(4)
    const input = door('Loading bay', panelId)
    // the scenarios in force are read after the door is stored, or one that is initiated meanwhile would not hold it
    atMost(await costOf(() => createAccessPoint(deps, account, input)), 3, 3, 12)
    const [id] = ids
    if (id === undefined) throw new Error('The door is there')
    atMost(await costOf(() => updateAccessPoint(deps, account, id, { name: 'Side door' })), 2, 2, 12)
    atMost(await costOf(() => updatePanel(deps, account, panelId, { name: 'Gate panel' })), 2, 2, 12)
  })

  it('a panel is registered in two trips; its serial number, presence, place and open account cost more than other objects', async () => {
    const register = () =>
      costOf(() => createPanel(deps, account, { serialNumber: `SP-${draw()}`, name: 'Lobby panel', siteId: office.id }))
    // one in 32 begins a range of the directory besides, which is never the next one too
    const [one, other] = [await register(), await register()]
    atMost(one.sequentialTrips < other.sequentialTrips ? one : other, 2, 2, 18)
  })

  it('a door is activated in two trips, one read unit and four write units', async () => {
    const { ids } = await addPanel(2)
    const [id] = ids
    if (id === undefined) throw new Error('The door is there')
    atMost(await costOf(() => activateAccessPoint(deps, account, id)), 2, 1, 4)
  })

  it('a command is looked at by its id in one trip for one read unit, and each send and receipt is one write unit', async () => {
    const { panelId, ids } = await addPanel(2)
    const [id] = ids
    if (id === undefined) throw new Error('The door is there')
    const given = await activateAccessPoint(deps, account, id)
    if (!given.ok) throw new Error('The door is activated')
    const command = given.value
    atMost(await costOf(() => findCommand(deps, account, command.id)), 1, 1, 0)
    atMost(await costOf(async () => ({ ok: (await deps.commands.sent(accountId, command, now)) !== undefined })), 1, 0, 1)
    const receipt = { commandId: command.id, stage: 'received', at: now } as const
    atMost(await costOf(() => recordReceipt(deps, accountId, panelId, receipt)), 1, 0, 1)
    const waited = async () => ({
      ok: (await awaitResult({ ...deps, now: () => now }, accountId, command, 0)).state === 'received',
    })
    atMost(await costOf(waited), 1, 1, 0)
  })

  it('a heartbeat of a panel with eight doors is one trip, one write and the look for its commands', async () => {
    const { panelId, ids } = await addPanel(8)
    const cloud = await newKey()
    const speaker: Speaker = {
      accountId,
      panelId,
      line,
      keys: await verifyKeys({ keys: [cloud.published] }),
      say: async () => true,
    }
    const doors = ids.map((accessPointId) => ({ accessPointId, state: 'locked' as const }))
    // Signing, pushing and presigning are not asked for: the panel runs what is published.
    const gateway = { ...deps, signing: cloud.signing } as unknown as GatewayDeps
    const message = { type: 'heartbeat', now, appliedVersion: 1, postureVersion: 0, bufferedEvents: 0, doors } as const
    atMost(await costOf(async () => ({ ok: (await heartbeat(gateway, speaker, message)) === 'heard' })), 1, 1, 1)
  })

  it('25 events of a panel are two trips; each is 0.2 read units and 3 write units, its counters included', async () => {
    const { panelId, ids } = await addPanel(2)
    const people = [81, 82, 83, 84, 85]
    for (const id of people) {
      await deps.users.add(accountId, user(id, { firstName: 'Maximiliana', lastName: 'Featherstonehaugh' }), undefined)
    }
    const swipes = (from: number): ReportedAccess[] =>
      Array.from({ length: 25 }, (_, index) => ({
        kind: 'access',
        sequence: from + index,
        accessPointId: ids[index % 2] ?? expect.fail('The door is there'),
        reason: 'granted',
        decision: 'granted',
        presented: { encodedCredential: '28c0293', bits: 26 },
        credentialId: CredentialId.parse(1_234_567_890_123_456),
        userId: UserId.parse(people[index % people.length]),
        occurredAt: now - 25_000 + index * 1_000,
        clockQuality: 'synced',
      }))
    const uploader = { accountId, panelId: PanelId.parse(panelId), keyId: line.keyId }
    await receiveEvents(deps, uploader, epoch, swipes(1))
    const cost = await costOf(() => receiveEvents(deps, uploader, epoch, swipes(26)))
    atMost(cost, 2, 25 * 0.2, 25 * 3)
    expect(await receiveEvents(deps, uploader, epoch, swipes(26))).toEqual({ ok: true, value: 50 })
  })
})
