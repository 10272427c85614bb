import { second } from '../../../lib/clock.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { createUser } from '../users/create.ts'
import { type BatchRow, type BatchWork, batchJobState } from './entity.ts'
import { type StarterDeps, starterNow } from './starter.ts'

/** A run takes as many rows, or as long, and leaves the rest to the next one: other accounts come in between. */
export const maxRowsOfRun = 100
export const maxRunMs = 20 * second

export type RunDeps = StarterDeps & Pick<Deps, 'accounts' | 'batchJobs' | 'customFields' | 'newId' | 'newUuid' | 'users'>

/**
 * Does rows of a job, and gives what is left to do. A row that is done is passed over. Whoever started the job must still be allowed to
 * create users, or it is stopped. Throws when the table does not answer: what is done then stays done.
 */
export const runBatchJob = async (deps: RunDeps, work: BatchWork): Promise<BatchWork | undefined> => {
  const { accountId, jobId, after } = work
  const until = deps.now() + maxRunMs
  const job = await deps.batchJobs.get(accountId, jobId)
  if (!job || ['finished', 'stopped'].includes(batchJobState(job))) return undefined
  const starter = await starterNow(deps, accountId, job)
  if (!starter) {
    await deps.batchJobs.stop(accountId, jobId, deps.now())
    return undefined
  }
  const rows = await deps.batchJobs.rows(accountId, jobId, { after, limit: maxRowsOfRun })
  for (const row of rows) {
    if (deps.now() >= until) return { ...work, after: row.row - 1 }
    await doRow(deps, starter, jobId, row)
  }
  const last = rows.at(-1)?.row ?? job.total
  return last < job.total ? { ...work, after: last } : undefined
}

/**
 * Creates the user of a row, as a single call would. The outcome is written with the user, once: when another run did the row at the
 * same time, this one changes nothing, and its error is not kept either.
 */
const doRow = async (deps: RunDeps, starter: Principal, jobId: string, row: BatchRow): Promise<void> => {
  if ('outcome' in row) return
  const place = { jobId, row: row.row }
  const created = await createUser(deps, starter, row.wanted.user, row.wanted.values, place)
  if (!created.ok) await deps.batchJobs.refuse(starter.accountId, place, created.error, deps.now())
}
