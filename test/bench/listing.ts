import type { User } from '../../shared/domain/people/users/entity.ts'
import { rangeSize, rangesPerChunk } from '../../shared/lib/directory.ts'
import { AccountId, UserId } from '../../shared/lib/ids.ts'
import { directoryPartition, entityKey, findIndex, paddedId } from '../../shared/storage/keys/common.ts'
import { userStore } from '../../shared/storage/people/users.ts'
import { dynamoTable, type Table } from '../../shared/storage/table/table.ts'
import type { Item } from '../../shared/storage/table/types.ts'
import { somebody, testApiOver } from '../support/api.ts'
import { createTable, localClient, startDynamodbLocal } from '../support/dynamodb-local.ts'
import { meterOf } from '../support/meter.ts'
import { median, type Row } from './row.ts'

const many = { accountId: AccountId.parse(1), users: 200_000 }
const few = { accountId: AccountId.parse(2), users: 1_000 }
const rounds = 21
const pageSize = 100

/**
 * `GET /users` of an account of 200,000 users beside one of 1,000, both loaded into DynamoDB Local: milliseconds and read units of a
 * page of 100 with its count, at the first, the middle and the last pages. The API runs in this process, so the milliseconds are
 * those of the product and its engine.
 */
export const benchListing = async (): Promise<Row[]> => {
  const engine = await startDynamodbLocal()
  const client = localClient(engine.port)
  try {
    const tableName = await createTable(client)
    const meter = meterOf(client, tableName)
    const table = dynamoTable(client, tableName)
    for (const account of [few, many]) await load(table, account)
    const { call } = testApiOver(table)
    const measure = async ({ accountId, users }: typeof many, offset: number) => {
      const list = async () => {
        const { status, json } = await call('GET', `/users?offset=${offset}&pageSize=${pageSize}`, {
          as: somebody({ accountId }),
        })
        const wanted = Math.min(pageSize, users - offset)
        if (status !== 200 || json.count !== users || json.data.length !== wanted) throw new Error(`${status} ${json.count}`)
      }
      const { cost } = await meter.measure(list)
      const times: number[] = []
      for (let round = 0; round < rounds; round += 1) {
        const startedAt = performance.now()
        await list()
        times.push(performance.now() - startedAt)
      }
      return { ms: median(times), readUnits: cost.readUnits }
    }
    await measure(few, 0)
    const places = [
      ['first', 0, 0],
      ['middle', 100_000, 500],
      ['last', 199_900, 900],
    ] as const
    const rows: Row[] = []
    for (const [place, offset, beside] of places) {
      const [large, small] = [await measure(many, offset), await measure(few, beside)]
      rows.push(
        row(`${place} page of 200,000 users against 1,000, ms`, large.ms, small.ms, 'flat'),
        row(`${place} page, read units`, large.readUnits, small.readUnits, 'at most 15'),
      )
    }
    return rows
  } finally {
    client.destroy()
    await engine.stop()
  }
}

const row = (name: string, ours: number, against: number, budget: string): Row => ({
  name,
  ours: ours.toFixed(1),
  against: against.toFixed(1),
  ratio: (ours / against).toFixed(2),
  budget,
})

/**
 * Puts the items there that so many creates would have left: the first user is added by its store, and the others are copies of
 * what it stored, each with its own id; the directory is full ranges of them.
 */
const load = async (table: Table, { accountId, users }: typeof many): Promise<void> => {
  const first = 800_000_000_000_000
  await userStore(table).add(accountId, user(first), [])
  const made = await table.get(entityKey(accountId, 'user', first))
  if (!made) throw new Error('The user was not stored')
  const batch: Item[] = []
  for (let index = 1; index < users; index += 1) {
    const id = first + index
    batch.push({
      ...made,
      ...user(id),
      ...entityKey(accountId, 'user', id),
      ...findIndex(accountId, 'user', id),
    })
    if (batch.length === 2_500 || index === users - 1) await table.putAll(batch.splice(0))
  }
  await table.putAll(directory(accountId, first, users))
}

const user = (id: number): User => ({
  kind: 'USER',
  id: UserId.parse(id),
  version: 1,
  firstName: 'Person',
  lastName: `Number ${id % 1_000_000}`,
  suspended: false,
  bleTwoFactorExempt: false,
  emails: [{ address: `person${id % 1_000_000}@customer.example`, type: 'work' }],
  phoneNumbers: [{ number: '+49 30 5550100', type: 'mobile' }],
  groupIds: [],
  createdAt: 0,
  updatedAt: 0,
})

const directory = (accountId: AccountId, first: number, users: number): Item[] => {
  const ranges = Array.from({ length: Math.ceil(users / rangeSize) }, (_, range) => ({
    start: range === 0 ? 0 : first + range * rangeSize,
    count: Math.min(rangeSize, users - range * rangeSize),
  }))
  return Array.from({ length: Math.ceil(ranges.length / rangesPerChunk) }, (_, chunk) => {
    const within = ranges.slice(chunk * rangesPerChunk, (chunk + 1) * rangesPerChunk)
    const next = ranges[(chunk + 1) * rangesPerChunk]
    return {
      pk: directoryPartition(accountId, 'user'),
      sk: paddedId(within[0]?.start ?? 0),
      entity: 'directory',
      starts: within.map(({ start }) => start),
      counts: within.map(({ count }) => count),
      changes: 1,
      splits: 0,
      ...(next ? { closedFrom: next.start } : {}),
    }
  })
}
