import { BatchJob, BatchRow, type JobRow, type RowOutcome } from '../../domain/people/batch-jobs/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { batchJobKey, batchRowKey } from '../keys/people.ts'
import type { Item, Table } from '../table/types.ts'
import { outcomeWrites } from './batch-writes.ts'

/** Jobs that create users, each with its rows in a partition of its own. The table deletes them when they are over. */
export const batchJobStore = (table: Table) => ({
  get: async (accountId: AccountId, jobId: string): Promise<BatchJob | undefined> => {
    const item = await table.get(batchJobKey(accountId, jobId))
    return item && BatchJob.parse(item)
  },

  /** Rows in order of their numbers, from the one after number `after`, read strongly. */
  rows: async (accountId: AccountId, jobId: string, { after, limit }: { after: number; limit: number }): Promise<BatchRow[]> => {
    const { pk, sk } = batchRowKey(accountId, jobId, after + 1)
    return (await table.query({ pk, from: sk, limit, consistent: true })).map((item) => BatchRow.parse(item))
  },

  /** Adds a job with all its rows. The job comes last: one that is there is whole, and rows without a job are never seen. */
  add: async (accountId: AccountId, job: BatchJob, rows: readonly BatchRow[]): Promise<void> => {
    // DynamoDB deletes an item some time after this many seconds since 1970.
    const ttl = Math.ceil(job.expiresAt / 1000)
    const items = rows.map((row): Item => ({ ...row, ...batchRowKey(accountId, job.id, row.row), entity: 'batch-row', ttl }))
    await table.putAll(items)
    // Its id was just drawn: a job that is there already is this one, written by an attempt whose answer was lost.
    await table.write([
      {
        put: { ...job, ...batchJobKey(accountId, job.id), entity: 'batch-job', ttl },
        when: [{ attribute: 'pk', is: 'absent' }],
      },
    ])
  },

  /** Gives a row an error as its outcome, unless it has one or its job is over. */
  refuse: async (
    accountId: AccountId,
    row: JobRow,
    error: Extract<RowOutcome, { error: unknown }>['error'],
    now: Instant,
  ): Promise<void> => {
    await table.write(outcomeWrites(accountId, row, { error }, now))
  },

  /** Stops a job for good: no row of it is done any more. */
  stop: async (accountId: AccountId, jobId: string, now: Instant): Promise<void> => {
    await table.update({
      update: batchJobKey(accountId, jobId),
      set: { stoppedAt: now, updatedAt: now },
      when: [
        { attribute: 'pk', is: 'present' },
        { attribute: 'stoppedAt', is: 'absent' },
      ],
    })
  },
})
