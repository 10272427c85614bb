import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BatchJob, type BatchRow, batchJobState } from '../../../shared/domain/people/batch-jobs/entity.ts'
import { maxContacts, maxTextLength, type User } from '../../../shared/domain/people/users/entity.ts'
import { AccountId, AdministratorId, UserId } from '../../../shared/lib/ids.ts'
import { createStores } from '../../../shared/storage/stores.ts'
import type { Table } from '../../../shared/storage/table/types.ts'
import { memoryTable } from '../../fakes/memory-table.ts'
import { user } from '../../support/holders.ts'
import { type LocalTable, startLocalTable } from '../../support/local-table.ts'
import { meterOf } from '../../support/meter.ts'

let local: LocalTable
beforeAll(async () => {
  local = await startLocalTable()
})
afterAll(() => local.stop())

const now = Date.UTC(2026, 2, 2, 12)
const accountId = AccountId.parse(1)
let drawn = 0
const jobOf = (total: number): BatchJob => {
  drawn += 1
  return {
    id: `00000000-0000-4000-8000-${String(drawn).padStart(12, '0')}`,
    startedBy: { kind: 'administrator', administratorId: AdministratorId.parse(11), clientId: 'c' },
    total,
    refused: 0,
    succeeded: 0,
    failed: 0,
    createdAt: now,
    updatedAt: now,
    expiresAt: now + 1_000,
  }
}
const rowsOf = (total: number): BatchRow[] =>
  Array.from({ length: total }, (_, index) => ({
    row: index + 1,
    wanted: { user: { firstName: 'Ann', lastName: `${index + 1}` }, values: [] },
  }))
const userOf = (id: number): User => ({ ...user(id), groupIds: [] })

const tables: [string, () => Table][] = [
  ['in memory', memoryTable],
  ['DynamoDB', () => local.table],
]
describe.each(tables)('jobs that create users, %s', (_, tableOf) => {
  const setUp = async (total: number) => {
    const { batchJobs, users } = createStores(tableOf())
    const job = jobOf(total)
    await batchJobs.add(accountId, job, rowsOf(total))
    const found = async () => (await batchJobs.get(accountId, job.id)) ?? job
    return { batchJobs, users, job, found }
  }

  it('have their rows in order, from any number', async () => {
    const { batchJobs, job, found } = await setUp(120)
    expect(await found()).toEqual(job)
    expect(await batchJobs.rows(accountId, job.id, { after: 0, limit: 1_000 })).toEqual(rowsOf(120))
    const some = await batchJobs.rows(accountId, job.id, { after: 98, limit: 3 })
    expect(some.map(({ row }) => row)).toEqual([99, 100, 101])
    expect(await batchJobs.rows(accountId, job.id, { after: 120, limit: 3 })).toEqual([])
    expect(await batchJobs.get(AccountId.parse(2), job.id)).toBeUndefined()
  })

  it('hold the largest row', async () => {
    const { batchJobs } = createStores(tableOf())
    const job = jobOf(1)
    const text = '😀'.repeat(maxTextLength)
    const contacts = <T>(one: T) => Array.from({ length: maxContacts }, () => one)
    const wanted = {
      firstName: text,
      lastName: text,
      emails: contacts({ address: `${text}@${text}`, type: text }),
      phoneNumbers: contacts({ number: text, type: text }),
    }
    const row: BatchRow = { row: 1, wanted: { user: wanted, values: [] } }
    await batchJobs.add(accountId, job, [row])
    expect(await batchJobs.rows(accountId, job.id, { after: 0, limit: 1 })).toEqual([row])
  })

  it('let one of many add the user of a row, and neither another nor an error afterwards', async () => {
    const { batchJobs, users, job, found } = await setUp(1)
    const row = { jobId: job.id, row: 1 }
    const ids = [1, 2, 3, 4].map((id) => job.total * 10_000 + drawn * 10 + id)
    const added = await Promise.all(ids.map((id) => users.add(accountId, userOf(id), undefined, row)))
    expect(added.filter(({ ok }) => ok)).toHaveLength(1)
    expect(added.filter(({ ok }) => !ok)).toEqual(ids.slice(1).map(() => ({ ok: false, reason: 'row-done' })))
    await batchJobs.refuse(accountId, row, { kind: 'pin_taken' }, now + 1)
    const winner = ids[added.findIndex(({ ok }) => ok)]
    expect(await batchJobs.rows(accountId, job.id, { after: 0, limit: 1 })).toEqual([{ row: 1, outcome: { userId: winner } }])
    expect(await found()).toEqual({ ...job, succeeded: 1, updatedAt: userOf(1).createdAt })
    expect((await users.getMany(accountId, ids)).map(({ id }) => id)).toEqual([winner])
  })

  it('keep one error of a row, and add no user to it', async () => {
    const { batchJobs, users, job, found } = await setUp(2)
    const row = { jobId: job.id, row: 2 }
    for (const minimum of [5, 6]) await batchJobs.refuse(accountId, row, { kind: 'pin_too_short', minimum }, now + minimum)
    expect(await batchJobs.rows(accountId, job.id, { after: 1, limit: 1 })).toEqual([
      { row: 2, outcome: { error: { kind: 'pin_too_short', minimum: 5 } } },
    ])
    expect(await found()).toEqual({ ...job, failed: 1, updatedAt: now + 5 })
    const id = UserId.parse(900_000 + drawn)
    expect(await users.add(accountId, userOf(id), undefined, row)).toEqual({ ok: false, reason: 'row-done' })
    expect(await users.get(accountId, id)).toBeUndefined()
  })

  it('do no row any more once they are stopped, and stop once', async () => {
    const { batchJobs, users, job, found } = await setUp(1)
    await batchJobs.stop(accountId, job.id, now + 1)
    await batchJobs.stop(accountId, job.id, now + 2)
    const row = { jobId: job.id, row: 1 }
    expect(await users.add(accountId, userOf(910_000 + drawn), undefined, row)).toEqual({ ok: false, reason: 'row-done' })
    await batchJobs.refuse(accountId, row, { kind: 'pin_taken' }, now + 3)
    expect(await found()).toEqual({ ...job, stoppedAt: now + 1, updatedAt: now + 1 })
    expect(batchJobState(await found())).toBe('stopped')
  })

  it('are not made by what is written about one that is gone', async () => {
    const { batchJobs, users } = createStores(tableOf())
    const job = jobOf(1)
    await batchJobs.stop(accountId, job.id, now)
    await batchJobs.refuse(accountId, { jobId: job.id, row: 1 }, { kind: 'pin_taken' }, now)
    await users.add(accountId, userOf(920_000 + drawn), undefined, { jobId: job.id, row: 1 })
    expect(await batchJobs.get(accountId, job.id)).toBeUndefined()
    expect(await batchJobs.rows(accountId, job.id, { after: 0, limit: 1 })).toEqual([])
  })
})

describe('what a row costs', () => {
  it('is a single user and four write units more, at the same time', async () => {
    const { users, batchJobs } = createStores(local.table)
    const job = jobOf(1)
    await batchJobs.add(accountId, job, rowsOf(1))
    const id = 930_000 + drawn
    // the first user of an account costs no look at its counts
    await users.add(accountId, userOf(id), undefined)
    const meter = meterOf(local.client, local.tableName)
    const { cost: single } = await meter.measure(() => users.add(accountId, userOf(id + 1), undefined))
    const { cost: ofRow } = await meter.measure(() => users.add(accountId, userOf(id + 2), undefined, { jobId: job.id, row: 1 }))
    expect(ofRow.sequentialTrips).toBe(single.sequentialTrips)
    expect(ofRow.writeUnits).toBe(single.writeUnits + 4)
  })
})
