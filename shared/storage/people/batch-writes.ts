import type { JobRow, RowOutcome } from '../../domain/people/batch-jobs/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { batchJobKey, batchRowKey } from '../keys/people.ts'
import type { Write } from '../table/types.ts'

/** The writes that give a row its outcome and count it; refused when the row has one, and when its job is stopped or gone. */
export const outcomeWrites = (accountId: AccountId, { jobId, row }: JobRow, outcome: RowOutcome, now: Instant): Write[] => [
  {
    update: batchRowKey(accountId, jobId, row),
    set: { outcome },
    remove: ['wanted'],
    when: [{ attribute: 'wanted', is: 'present' }],
  },
  {
    update: batchJobKey(accountId, jobId),
    set: { updatedAt: now },
    add: { ['userId' in outcome ? 'succeeded' : 'failed']: 1 },
    when: [
      { attribute: 'pk', is: 'present' },
      { attribute: 'stoppedAt', is: 'absent' },
    ],
  },
]
