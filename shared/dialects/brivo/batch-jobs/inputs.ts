import { z } from 'zod'
import { type BatchRow, batchRowStates, maxBatchRows } from '../../../domain/people/batch-jobs/entity.ts'
import type { BatchRowCriterion } from '../../../domain/people/batch-jobs/retrieve.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { fieldChangesOf } from '../custom-fields/inputs.ts'
import { type FilterError, parseFilter, wrongValue } from '../filter.ts'
import { createUserOf, UserInput } from '../users/inputs.ts'
import { rowStates } from './wire.ts'

const size = `Invalid value for 'users': expected 1 to ${maxBatchRows} users`

/** Body of Create users in batch: each user as the body of Create new user, and read by itself. */
export const BatchInput = z
  .object({
    users: z
      .array(z.unknown())
      .min(1, { error: size })
      .max(maxBatchRows, { error: size })
      .meta({ items: { $ref: '#/components/schemas/UserInput' } }),
  })
  .meta({ id: 'UserBatchInput' })

/** Says in a sentence what is wrong with a value. */
export type DescribeIssue = (issue: z.core.$ZodIssue, data: unknown) => string

/** The rows of a batch, numbered from 1. One that is no user has its outcome at once, and does not keep the others from being created. */
export const batchRowsOf = ({ users }: z.infer<typeof BatchInput>, describe: DescribeIssue): BatchRow[] =>
  users.map((given, index): BatchRow => {
    const row = index + 1
    const read = UserInput.safeParse(given)
    if (read.success) return { row, wanted: { user: createUserOf(read.data), values: fieldChangesOf(read.data.customFields) } }
    const [issue] = read.error.issues
    const field = issue?.path.join('.')
    if (!issue || !field) return { row, outcome: { error: { kind: 'row_invalid', message: 'A user is a JSON object' } } }
    return { row, outcome: { error: { kind: 'row_invalid', field, message: describe(issue, given) } } }
  })

const words: readonly string[] = Object.values(rowStates)

/** Reads the filter of a job's rows: `status__eq`, in any case. */
export const readBatchRowFilter = (filter: string | undefined): Result<BatchRowCriterion[], FilterError> => {
  const parsed = parseFilter(filter, { status: ['eq'] })
  if (!parsed.ok) return parsed
  const wrong = parsed.value.flatMap(({ values }) => values).find((value) => !words.includes(value.toUpperCase()))
  if (wrong !== undefined) return wrongValue('status', wrong)
  return ok(
    parsed.value.map(({ values }) => {
      const wanted = values.map((value) => value.toUpperCase())
      return { anyOf: batchRowStates.filter((state) => wanted.includes(rowStates[state])) }
    }),
  )
}
