import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type BatchJob, type BatchRow, type BatchRowState, batchRowState, maxBatchRows } from './entity.ts'

/** Rows in one of these states. */
export type BatchRowCriterion = { anyOf: readonly BatchRowState[] }

/** A job and a page of those of its rows that meet all criteria, in order of their numbers. */
export const retrieveBatchJob = async (
  deps: Pick<Deps, 'batchJobs' | 'now'>,
  { accountId }: Principal,
  jobId: string,
  criteria: readonly BatchRowCriterion[],
  page: PageRequest,
): Promise<Result<{ job: BatchJob; rows: Page<BatchRow> }, NotFound<'batch job'>>> => {
  const job = await deps.batchJobs.get(accountId, jobId)
  // The table deletes what is over in its own time.
  if (!job || job.expiresAt <= deps.now()) return err({ kind: 'not_found', what: 'batch job', id: jobId })
  const { offset, pageSize } = page
  if (criteria.length === 0) {
    const data = await deps.batchJobs.rows(accountId, jobId, { after: offset, limit: pageSize })
    return ok({ job, rows: { data, count: job.total } })
  }
  const all = await deps.batchJobs.rows(accountId, jobId, { after: 0, limit: maxBatchRows })
  const found = all.filter((row) => criteria.every(({ anyOf }) => anyOf.includes(batchRowState(row, job))))
  return ok({ job, rows: { data: found.slice(offset, offset + pageSize), count: found.length } })
}
