import { z } from 'zod'
import { day } from '../../../lib/clock.ts'
import { AccountId, AdministratorId, CustomFieldId, GroupId, UserId } from '../../../lib/ids.ts'
import { CustomField, type FieldValueChange } from '../custom-fields/entity.ts'
import { type CreateUser, User } from '../users/entity.ts'
import type { RowError } from './errors.ts'

/** The most users that one job creates. */
export const maxBatchRows = 1_000

/** How long a job and the outcomes of its rows are kept after it was started, in milliseconds. */
export const batchJobLifetime = 7 * day

/**
 * A job that creates users, row by row. `startedBy` is who asked for it: what they may do is read again whenever the job runs. `failed`
 * counts the `refused` rows too, which were no users and had their outcome when the job was stored. `stoppedAt`: from then on
 * no row is done any more.
 */
export const BatchJob = z.object({
  id: z.uuid(),
  startedBy: z.object({ kind: z.enum(['administrator', 'token']), administratorId: AdministratorId, clientId: z.string() }),
  total: z.number(),
  refused: z.number(),
  succeeded: z.number(),
  failed: z.number(),
  createdAt: z.number(),
  updatedAt: z.number(),
  expiresAt: z.number(),
  stoppedAt: z.number().optional(),
})
export type BatchJob = z.infer<typeof BatchJob>

/** How far a job is. It is not stored: it follows from the counts. */
export type BatchJobState = 'pending' | 'running' | 'finished' | 'stopped'

export const batchJobState = ({ total, refused, succeeded, failed, stoppedAt }: BatchJob): BatchJobState => {
  const done = succeeded + failed
  if (done >= total) return 'finished'
  if (stoppedAt !== undefined) return 'stopped'
  return done > refused ? 'running' : 'pending'
}

const { emails, phoneNumbers, suspended, bleTwoFactorExempt } = User.options[0].shape
const clearableText = z.string().nullable().exactOptional()
const clearableInstant = z.number().nullable().exactOptional()

/** What a row asks for: a new user, and values of custom fields. It is deleted when the row is done, as it may have a PIN. */
const WantedUser = z.object({
  user: z.object({
    firstName: z.string(),
    middleName: clearableText,
    lastName: z.string(),
    externalId: clearableText,
    pin: clearableText,
    effectiveFrom: clearableInstant,
    effectiveTo: clearableInstant,
    suspended: suspended.exactOptional(),
    bleTwoFactorExempt: bleTwoFactorExempt.exactOptional(),
    emails: emails.exactOptional(),
    phoneNumbers: phoneNumbers.exactOptional(),
  }),
  values: z.array(z.object({ id: CustomFieldId, value: z.string().nullable() })),
}) satisfies z.ZodType<{ user: CreateUser; values: FieldValueChange[] }>
export type WantedUser = z.infer<typeof WantedUser>

const StoredError = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('row_invalid'), field: z.string().exactOptional(), message: z.string() }),
  z.object({ kind: z.literal('external_id_taken'), externalId: z.string() }),
  z.object({ kind: z.literal('pin_taken') }),
  z.object({ kind: z.literal('pin_beside_another') }),
  z.object({ kind: z.literal('pin_too_short'), minimum: z.number() }),
  z.object({ kind: z.literal('dates_reversed') }),
  z.object({ kind: z.literal('field_unknown'), id: CustomFieldId }),
  z.object({ kind: z.literal('field_repeated'), id: CustomFieldId }),
  z.object({ kind: z.literal('field_value_invalid'), field: CustomField, value: z.string() }),
  z.object({ kind: z.literal('not_found'), what: z.literal('group'), id: z.union([GroupId, z.string()]) }),
  z.object({ kind: z.literal('changed_meanwhile'), what: z.string() }),
]) satisfies z.ZodType<RowError>

/** What became of a row: a user, or an error. It is written once and never changes. */
export const RowOutcome = z.union([z.object({ userId: UserId }), z.object({ error: StoredError })])
export type RowOutcome = z.infer<typeof RowOutcome>

/** A row of a job, by its number from 1: what it asks for, and once it is done what became of it. */
export const BatchRow = z.union([
  z.object({ row: z.number(), outcome: RowOutcome }),
  z.object({ row: z.number(), wanted: WantedUser }),
])
export type BatchRow = z.infer<typeof BatchRow>

/** Which row of which job. */
export type JobRow = { jobId: string; row: number }

/** How far a row is. `skipped`: its job was stopped before. */
export const batchRowStates = ['pending', 'created', 'failed', 'skipped'] as const
export type BatchRowState = (typeof batchRowStates)[number]

export const batchRowState = (row: BatchRow, { stoppedAt }: Pick<BatchJob, 'stoppedAt'>): BatchRowState => {
  if ('outcome' in row) return 'userId' in row.outcome ? 'created' : 'failed'
  return stoppedAt === undefined ? 'pending' : 'skipped'
}

/** A message of the queue `jobs`: the rows of a job after number `after` may be to do. */
export const BatchWork = z.object({ accountId: AccountId, jobId: z.uuid(), after: z.number() })
export type BatchWork = z.infer<typeof BatchWork>
