import { afterAll, beforeAll, expect, it } from 'vitest'
import { changePerson } from '../../functions/config-compiler/change-person.ts'
import { compilePanel } from '../../functions/config-compiler/compile-panel.ts'
import type { PersonToChange } from '../../shared/domain/devices/panels/config-work.ts'
import { GroupId, type PanelId, UserId } from '../../shared/lib/ids.ts'
import { panelCompiler } from '../support/compiled-panels.ts'
import { credential, group, next, user } from '../support/holders.ts'
import { type LocalTable, startLocalTable } from '../support/local-table.ts'
import { type Cost, meterOf } from '../support/meter.ts'

const startedAt = Date.UTC(2026, 2, 2, 12)
const staff = GroupId.parse(11)
const visitors = GroupId.parse(12)
const panels = 2

let local: LocalTable
let meter: ReturnType<typeof meterOf>
let compiler: Awaited<ReturnType<typeof panelCompiler>>
let panelIds: PanelId[]
let now = startedAt

const addPeople = async (from: number, count: number) => {
  const { stores, accountId } = compiler
  for (let id = from; id < from + count; id += 1) {
    await stores.users.add(accountId, user(id, { groupIds: [staff] }), undefined)
    await stores.credentials.addToUser(accountId, credential(id, { userId: UserId.parse(id) }), undefined)
  }
}

beforeAll(async () => {
  local = await startLocalTable()
  meter = meterOf(local.client, local.tableName)
  compiler = await panelCompiler(local.table, () => now)
  for (const id of [staff, visitors]) await compiler.stores.groups.add(compiler.accountId, group(id), undefined)
  await addPeople(1_001, 20)
  panelIds = []
  for (let panel = 0; panel < panels; panel += 1) panelIds.push((await compiler.addPanel([staff, visitors])).panelId)
}, 60_000)
afterAll(() => local.stop())

/** What it costs to bring one change of a person to the panels, their reports that they run it included. */
const costOfChange = async (userId: UserId, groupIds: readonly GroupId[]): Promise<Cost> => {
  const { accountId, deps, sent, applied } = compiler
  const message: PersonToChange = {
    kind: 'person',
    accountId,
    revokes: true,
    reasons: [],
    knownAt: startedAt,
    userId,
    groupIds: [...groupIds],
  }
  sent.length = 0
  const { cost } = await meter.measure(async () => {
    await changePerson(deps, message)
    for (const panelId of panelIds) {
      const head = sent.map((text) => JSON.parse(text)).find(({ type }) => type === 'config.delta')
      await applied(panelId, head.version)
    }
  })
  expect(sent).toHaveLength(panels)
  for (const text of sent) expect(Buffer.byteLength(text)).toBeLessThanOrEqual(1_024)
  return cost
}

it('a change of one person costs ten read units and three a panel, two write units a panel, and ships a kilobyte, whatever the number of people', async () => {
  const userId = UserId.parse(1_001)
  const costs: Cost[] = []
  const { accountId, stores, deps } = compiler
  const measured = async () => {
    for (const panelId of panelIds) await compilePanel(deps, accountId, panelId)
    // some time after the compile
    now += 10_000
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
