import { err, ok, type Result } from '../../../lib/result.ts'
import type { BeyondAssignment } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { ApplicationPrincipal } from '../../identity/principals/principal.ts'
import { type BatchJob, type BatchRow, batchJobLifetime } from './entity.ts'
import { mayCreateAnywhere } from './starter.ts'

/**
 * Stores a job that creates the users of its rows; the table's stream has it run. Who is limited to some groups is refused: whom they
 * add is theirs alone, which a job that runs later does not decide for them.
 */
export const startBatchJob = async (
  deps: Pick<Deps, 'batchJobs' | 'now' | 'newUuid'>,
  principal: ApplicationPrincipal,
  rows: readonly BatchRow[],
): Promise<Result<BatchJob, BeyondAssignment>> => {
  if (!mayCreateAnywhere(principal)) return err({ kind: 'beyond_assignment' })
  const { kind, accountId, administratorId, clientId } = principal
  const now = deps.now()
  const refused = rows.filter((row) => 'outcome' in row).length
  const job: BatchJob = {
    id: deps.newUuid(),
    startedBy: { kind, administratorId, clientId },
    total: rows.length,
    refused,
    succeeded: 0,
    failed: refused,
    createdAt: now,
    updatedAt: now,
    expiresAt: now + batchJobLifetime,
  }
  await deps.batchJobs.add(accountId, job, rows)
  return ok(job)
}
