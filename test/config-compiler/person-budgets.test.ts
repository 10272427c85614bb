import { afterAll, beforeAll, expect, it } from 'vitest'
import { changePerson, type PersonDeps } from '../../functions/config-compiler/change-person.ts'
import { compilePanel } from '../../functions/config-compiler/compile-panel.ts'
import type { CompilerDeps } from '../../functions/config-compiler/deps.ts'
import type { PersonToChange } from '../../shared/domain/devices/panels/config-work.ts'
import { createPanel } from '../../shared/domain/devices/panels/create.ts'
import { createAccessPoint } from '../../shared/domain/places/access-points/create.ts'
import { GroupId, type PanelId, UserId } from '../../shared/lib/ids.ts'
import { dependentPanelStore } from '../../shared/storage/access/dependent-panels.ts'
import { ruleSourceStore } from '../../shared/storage/access/rule-sources.ts'
import { createStores } from '../../shared/storage/stores.ts'
import { turnsPause } from '../fakes/pause.ts'
import { somebody } from '../support/api.ts'
import { audit, site } from '../support/doors.ts'
import { newKey } from '../support/gateway.ts'
import { credential, group, next, user } from '../support/holders.ts'
import { type LocalTable, startLocalTable } from '../support/local-table.ts'
import { type Cost, meterOf } from '../support/meter.ts'
import { keepingQueue } from '../support/queues.ts'
import { groupRule } from '../support/rules.ts'

const account = somebody()
const { accountId } = account
const now = Date.UTC(2026, 2, 2, 12)
const office = site(3)
const line = { keyId: 'k'.repeat(43), connectionId: 'L0SM9cOFvHcCIhw=', connectedAt: now }
const staff = GroupId.parse(11)
const visitors = GroupId.parse(12)
const panels = 2

let local: LocalTable
let meter: ReturnType<typeof meterOf>
let stores: ReturnType<typeof createStores>
let deps: PersonDeps & CompilerDeps
let panelIds: PanelId[]
let sent: string[] = []
let drawn = 1_000_000_000_000
const draw = () => {
  drawn += 1
  return drawn
}

/** A panel with a door that both groups may pass. */
const addPanel = async (): Promise<PanelId> => {
  const common = {
    ...stores,
    panelWork: deps.panelWork,
    postureWork: { ...deps.panelWork, nudgeAll: async () => undefined },
    now: () => now,
    newId: draw,
    pause: turnsPause(),
  }
  const made = await createPanel(
    { ...common, newUuid: deps.newUuid, randomBytes: (size: number) => new Uint8Array(size).fill(draw() % 256) },
    account,
    { serialNumber: `SP-${draw()}`, name: 'Lobby panel', siteId: office.id },
  )
  if (!made.ok) throw new Error(made.error.kind)
  const { panel } = made.value
  const door = await createAccessPoint({ ...common, newUuid: deps.newUuid }, account, {
    name: 'Front door',
    pulseSeconds: 5,
    hardware: { type: 'DOOR', panelId: panel.id },
  })
  if (!door.ok) throw new Error(door.error.kind)
  for (const groupId of [staff, visitors]) {
    const rule = { ...groupRule(groupId, door.value.id, 4, { panelId: panel.id }), scheduleId: undefined }
    await stores.rules.set(accountId, rule, undefined)
  }
  const read = await stores.panels.get(accountId, panel.id)
  if (!read) throw new Error('The panel is there')
  const key = { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) } as const
  await stores.panels.rekey(accountId, { ...read, key, version: read.version + 1 }, line.keyId, audit(`pair ${panel.id}`))
  const report = { lastContactAt: now, onlineUntil: now + 150_000, firmwareVersion: '1.2.3', appliedVersion: 0 }
  await stores.presences.heard(accountId, panel.id, line, report, true)
  return panel.id
}

const addPeople = async (from: number, count: number) => {
  for (let id = from; id < from + count; id += 1) {
    await stores.users.add(accountId, user(id, { groupIds: [staff] }), undefined)
    await stores.credentials.addToUser(accountId, credential(id, { userId: UserId.parse(id) }), undefined)
  }
}

beforeAll(async () => {
  local = await startLocalTable()
  meter = meterOf(local.client, local.tableName)
  stores = createStores(local.table)
  deps = {
    ...stores,
    ruleSources: ruleSourceStore(local.table),
    dependents: dependentPanelStore(local.table),
    snapshots: { put: async () => undefined },
    sockets: {
      send: async (_connectionId, text) => {
        sent.push(text)
        return 'sent'
      },
    },
    signing: (await newKey()).signing,
    panelWork: { nudge: async () => undefined },
    configUrgent: keepingQueue().queue,
    configWork: keepingQueue().queue,
    pageSize: 500,
    pause: turnsPause(),
    now: () => now,
    newUuid: () => `00000000-0000-4000-8000-${String(draw()).padStart(12, '0')}`,
  }
  await stores.sites.add(accountId, office, audit('office'))
  for (const id of [staff, visitors]) await stores.groups.add(accountId, group(id), undefined)
  await addPeople(1_001, 20)
  panelIds = [await addPanel(), await addPanel()]
}, 60_000)
afterAll(() => local.stop())

/** What it costs to bring one change of a person to the panels, their reports that they run it included. */
const costOfChange = async (userId: UserId, groupIds: readonly GroupId[]): Promise<Cost> => {
  const message: PersonToChange = {
    kind: 'person',
    accountId,
    revokes: true,
    reasons: [],
    knownAt: now,
    userId,
    groupIds: [...groupIds],
  }
  sent = []
  const { cost } = await meter.measure(async () => {
    // some time after the compile
    await changePerson({ ...deps, now: () => now + 10_000 }, message)
    for (const panelId of panelIds) {
      const head = sent.map((text) => JSON.parse(text)).find(({ type }) => type === 'config.delta')
      await stores.presences.applied(accountId, panelId, line, head.version, 'ab'.repeat(16))
    }
  })
  expect(sent).toHaveLength(panels)
  for (const text of sent) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_024)
  return cost
}

it('a change of one person costs ten read units and three a panel, two write units a panel, and ships a kilobyte, whatever the number of people', async () => {
  const userId = UserId.parse(1_001)
  const costs: Cost[] = []
  const measured = async () => {
    for (const panelId of panelIds) await compilePanel(deps, accountId, panelId)
    const before = await stores.users.get(accountId, userId)
    const card = await stores.credentials.get(accountId, credential(1_001).id)
    if (!before || !card) throw new Error('The person is there')
    const suspended = next(before, { suspended: !before.suspended })
    await stores.users.replace(accountId, before, suspended, undefined)
    costs.push(await costOfChange(userId, [staff]))
    await stores.credentials.assign(accountId, card, next(card, { effectiveTo: now + costs.length }), undefined)
    costs.push(await costOfChange(userId, []))
    const joined = next(suspended, { groupIds: [staff, visitors] })
    await stores.users.replace(accountId, suspended, joined, undefined)
    costs.push(await costOfChange(userId, [staff, visitors]))
    await stores.users.replace(accountId, joined, next(joined, { groupIds: [staff] }), undefined)
    costs.push(await costOfChange(userId, [staff, visitors]))
  }
  await measured()
  await addPeople(2_001, 300)
  await measured()
  for (const { readUnits, writeUnits } of costs) {
    expect(readUnits).toBeLessThanOrEqual(10 + 3 * panels)
    expect(writeUnits).toBeLessThanOrEqual(2 * panels)
  }
  const [few, many] = [costs.slice(0, 4), costs.slice(4)]
  expect(many).toEqual(few)
}, 120_000)
