import { changePerson } from '../../functions/config-compiler/change-person.ts'
import { compilePanel } from '../../functions/config-compiler/compile-panel.ts'
import type { PersonToChange } from '../../shared/domain/devices/panels/config-work.ts'
import { GroupId, UserId } from '../../shared/lib/ids.ts'
import { entityKey, relationKey } from '../../shared/storage/keys/common.ts'
import { dynamoTable, type Table } from '../../shared/storage/table/table.ts'
import type { Item } from '../../shared/storage/table/types.ts'
import { panelCompiler } from '../support/compiled-panels.ts'
import { createTable, localClient, startDynamodbLocal } from '../support/dynamodb-local.ts'
import { credential, group, next, user } from '../support/holders.ts'
import { type Cost, meterOf } from '../support/meter.ts'
import { groupRule } from '../support/rules.ts'
import type { Row } from './row.ts'

/** `BENCH_PEOPLE=10000 npm run bench -- units`: fewer, for less time. */
const most = Number(process.env.BENCH_PEOPLE ?? 100_000)
const fewest = 1_000
const sizes = [10_000, 100_000].filter((size) => size <= most)
const staff = GroupId.parse(11)
const guards = GroupId.parse(12)
/** How many of the staff are guards too. */
const guardCount = 20
const firstUser = 800_000_000_000_000
const firstCard = 810_000_000_000_000
const firstPin = 10_000_000
const batchSize = 2_500

type Spent = Cost & { bytes: number }

/**
 * What the compiler reads, writes and ships, on DynamoDB Local, when one person is suspended, and when a group of 20 people may pass the door
 * no more and again: of a panel whose rules hold 10,000 and 100,000 people beside one of 1,000.
 * Units are the service's, transactions by its rules.
 */
export const benchUnits = async (): Promise<Row[]> => {
  const few = await spentAt(fewest)
  const rows: Row[] = []
  for (const size of sizes) {
    const { person, permission } = await spentAt(size)
    const one = `one of ${size.toLocaleString('en')} suspended against 1,000`
    const some = `a permission of ${guardCount} of ${size.toLocaleString('en')}`
    rows.push(
      row(`${one}, read units`, person.readUnits, few.person.readUnits, 'at most 13'),
      row(`${one}, write units`, person.writeUnits, few.person.writeUnits, 'at most 2'),
      row(`${one}, bytes shipped`, person.bytes, few.person.bytes, 'at most 1024'),
      row(`${some}, read units`, permission.readUnits, few.permission.readUnits, 'flat'),
      row(`${some}, write units`, permission.writeUnits, few.permission.writeUnits, 'flat'),
      row(`${some}, bytes shipped`, permission.bytes, few.permission.bytes, 'flat'),
    )
  }
  return rows
}

const row = (name: string, ours: number, against: number, budget: string): Row => ({
  name,
  ours: ours.toFixed(ours % 1 === 0 ? 0 : 1),
  against: against.toFixed(against % 1 === 0 ? 0 : 1),
  ratio: (ours / against).toFixed(2),
  budget,
})

const spentAt = async (size: number): Promise<{ person: Spent; permission: Spent }> => {
  const engine = await startDynamodbLocal()
  const client = localClient(engine.port)
  try {
    const tableName = await createTable(client)
    const meter = meterOf(client, tableName)
    const table = dynamoTable(client, tableName)
    let now = Date.UTC(2026, 2, 2, 12)
    const compiler = await panelCompiler(table, () => now)
    const { accountId, stores, deps, sent } = compiler
    for (const id of [staff, guards]) await stores.groups.add(accountId, group(id), undefined)
    const { panelId, doorId } = await compiler.addPanel([staff, guards])
    await addPeople(table, compiler, size)
    const outcome = await compilePanel(deps, accountId, panelId)
    const people = (await deps.rulesLog.head(accountId, panelId))?.scope.people
    if (outcome !== 'published' || people !== size) throw new Error(`The panel was ${outcome} with ${people} people`)

    const spend = async (work: () => Promise<unknown>): Promise<Spent> => {
      sent.length = 0
      // well after the compile, or what was done before is thought to cover it
      now += 10_000
      const { cost } = await meter.measure(async () => {
        await work()
        for (const text of sent) await compiler.applied(panelId, JSON.parse(text).version)
      })
      if (sent.length !== 1) throw new Error(`The panel was sent ${sent.length} messages`)
      return { ...cost, bytes: sent.reduce((sum, text) => sum + Buffer.byteLength(text), 0) }
    }
    const somebody = UserId.parse(firstUser + size - 1)
    const before = await stores.users.get(accountId, somebody)
    if (!before) throw new Error('The person is there')
    await stores.users.replace(accountId, before, next(before, { suspended: true }), undefined)
    const change: PersonToChange = {
      kind: 'person',
      accountId,
      userId: somebody,
      groupIds: [staff],
      revokes: true,
      reasons: [],
      knownAt: now,
    }
    const person = await spend(() => changePerson(deps, change))

    const rule = { ...groupRule(guards, doorId, 4, { panelId }), scheduleId: undefined }
    const compile = () => compilePanel(deps, accountId, panelId, { knownAt: now, revokes: true })
    await stores.rules.remove(accountId, [rule], undefined)
    const removed = await spend(compile)
    await stores.rules.set(accountId, rule, undefined)
    const added = await spend(compile)
    return { person, permission: dearer(removed, added) }
  } finally {
    client.destroy()
    await engine.stop()
  }
}

const dearer = (one: Spent, other: Spent): Spent => ({
  sequentialTrips: Math.max(one.sequentialTrips, other.sequentialTrips),
  calls: Math.max(one.calls, other.calls),
  readUnits: Math.max(one.readUnits, other.readUnits),
  writeUnits: Math.max(one.writeUnits, other.writeUnits),
  bytes: Math.max(one.bytes, other.bytes),
})

type Compiler = Awaited<ReturnType<typeof panelCompiler>>

/**
 * Puts people with a PIN each into the staff: one is added by the store, the others are copies of what it stored, each with an id and a
 * PIN of its own. The last ones also have cards, which their stores added, and all but the very last of them are guards.
 */
const addPeople = async (table: Table, { accountId, stores }: Compiler, size: number): Promise<void> => {
  for (let index = size - guardCount - 1; index < size; index += 1) {
    const userId = UserId.parse(firstUser + index)
    const groupIds = index === size - 1 ? [staff] : [staff, guards]
    await stores.users.add(accountId, user(userId, { groupIds }), undefined)
    await stores.credentials.addToUser(accountId, credential(firstCard + index, { userId }), undefined)
  }
  const firstId = UserId.parse(firstUser)
  await stores.users.add(accountId, user(firstId, { groupIds: [staff], pin: String(firstPin) }), undefined)
  const keys = [entityKey(accountId, 'user', firstUser), relationKey(accountId, 'group-users', staff, firstUser)]
  const items = await table.getMany(keys, { consistent: true })
  if (items.length !== keys.length) throw new Error('The stores keep a person otherwise than this bench expects')
  // in no index: the compiler reads none, and the engine is quicker without
  const made = JSON.stringify(items.map(({ gsi2pk: _, gsi2sk: __, ...item }) => item))
  const copy = (index: number): Item[] =>
    JSON.parse(
      made.replaceAll(String(firstUser), String(firstUser + index)).replaceAll(String(firstPin), String(firstPin + index)),
    )
  const batch: Item[] = []
  for (let index = 1; index < size - guardCount - 1; index += 1) {
    batch.push(...copy(index))
    if (batch.length >= batchSize) await table.putAll(batch.splice(0))
  }
  await table.putAll(batch)
}
