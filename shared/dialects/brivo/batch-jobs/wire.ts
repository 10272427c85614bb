import { z } from 'zod'
import {
  type BatchJob,
  type BatchJobState,
  type BatchRow,
  type BatchRowState,
  batchJobState,
  batchRowState,
} from '../../../domain/people/batch-jobs/entity.ts'
import type { RowError } from '../../../domain/people/batch-jobs/errors.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { formatInstant } from '../wire-time.ts'

const jobStates = {
  pending: 'PENDING',
  running: 'RUNNING',
  finished: 'FINISHED',
  stopped: 'STOPPED',
} as const satisfies Record<BatchJobState, string>

/** What the states of rows are called. */
export const rowStates = {
  pending: 'PENDING',
  created: 'CREATED',
  failed: 'FAILED',
  skipped: 'SKIPPED',
} as const satisfies Record<BatchRowState, string>

/** How far a batch job is. */
export const BatchJobWire = z
  .object({
    jobId: z.string(),
    status: z.enum(jobStates),
    message: z.string().optional(),
    total: z.number(),
    succeeded: z.number(),
    failed: z.number(),
    created: z.string(),
    updated: z.string(),
    expires: z.string(),
  })
  .meta({ id: 'BatchJob' })

const stopped = 'The job was stopped: who started it may not create users any more'

export const batchJobWire = (job: BatchJob): z.infer<typeof BatchJobWire> => {
  const state = batchJobState(job)
  return omitEmpty({
    jobId: job.id,
    status: jobStates[state],
    message: state === 'stopped' ? stopped : undefined,
    total: job.total,
    succeeded: job.succeeded,
    failed: job.failed,
    created: formatInstant(job.createdAt),
    updated: formatInstant(job.updatedAt),
    expires: formatInstant(job.expiresAt),
  })
}

/** What became of one user of a batch, by its place in the body, from 1. */
export const BatchRowWire = z
  .object({
    row: z.number(),
    status: z.enum(rowStates),
    userId: z.number().optional(),
    error: z.object({ field: z.string().optional(), message: z.string() }).optional(),
  })
  .meta({ id: 'BatchRow' })

/** A row with its error, if it has one, in the words of `textOf`. */
export const batchRowWire = (row: BatchRow, job: BatchJob, textOf: (error: RowError) => string): z.infer<typeof BatchRowWire> => {
  const shown = { row: row.row, status: rowStates[batchRowState(row, job)] }
  if (!('outcome' in row)) return shown
  if ('userId' in row.outcome) return { ...shown, userId: row.outcome.userId }
  const { error } = row.outcome
  return { ...shown, error: omitEmpty({ field: fieldOf(error), message: textOf(error) }) }
}

/** The field of the row that an error is about. */
const fieldOf = (error: RowError): string | undefined => {
  switch (error.kind) {
    case 'row_invalid':
      return error.field
    case 'external_id_taken':
      return 'externalId'
    case 'pin_taken':
    case 'pin_beside_another':
    case 'pin_too_short':
      return 'pin'
    case 'dates_reversed':
      return 'effectiveTo'
    case 'field_unknown':
    case 'field_repeated':
    case 'field_value_invalid':
      return 'customFields'
    case 'not_found':
    case 'changed_meanwhile':
      return undefined
  }
}
