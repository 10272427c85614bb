import type { Credential, ValueCredential } from '../../domain/people/credentials/entity.ts'
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
          remove: ['userId', 'walletPass', 'consent', 'effectiveFrom', 'effectiveTo', 'find.userId', 'find.from', 'find.to'],
          when: [{ attribute: 'version', is: '=', value: credential.version }],
        },
        { delete: relationKey(accountId, 'user-credentials', credential.userId, credential.id) },
      ]

/** The write that gives a phone's key the wallet pass and the reference of `next`, whose version is one above the one that is stored. */
export const walletPassWrite = (
  accountId: AccountId,
  { id, version, walletPass, referenceId, updatedAt }: ValueCredential,
): Write => ({
  update: entityKey(accountId, 'credential', id),
  set: { walletPass: walletPass ?? false, updatedAt, ...(referenceId ? { referenceId, 'find.reference': referenceId } : {}) },
  add: { version: 1 },
  when: [{ attribute: 'version', is: '=', value: version - 1 }],
})
