import type { Credential } from '../../domain/people/credentials/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId } from '../../lib/ids.ts'
import { entityKey, relationKey } from '../keys/common.ts'
import type { Write } from '../table/types.ts'

/** The writes that take a credential, as it was read, from its user; none when it has no user. */
export const releaseWrites = (accountId: AccountId, credential: Credential, now: Instant): Write[] =>
  credential.userId === undefined
    ? []
    : [
        {
          update: entityKey(accountId, 'credential', credential.id),
          set: { updatedAt: now },
          add: { version: 1 },
          remove: ['userId', 'effectiveFrom', 'effectiveTo', 'find.userId', 'find.from', 'find.to'],
          when: [{ attribute: 'version', is: '=', value: credential.version }],
        },
        { delete: relationKey(accountId, 'user-credentials', credential.userId, credential.id) },
      ]
