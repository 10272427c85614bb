import type { Revocation } from '../../domain/identity/revocations/entity.ts'
import { hour, type Instant } from '../../lib/clock.ts'
import { revocationPartition, revocationSort } from '../keys/identity.ts'
import type { Table, Write } from '../table/types.ts'

/** Puts a notice on the list that every API reads (see `Revocation`), in the transaction of the change that it is about. */
export const announcing = (revocation: Revocation): Write => ({
  put: {
    pk: revocationPartition,
    sk: revocationSort(revocation.revokedAt, `${revocation.subject}#${revocation.version}`),
    entity: 'revocation',
    ...revocation,
    // Access tokens live for minutes, an hour at most. DynamoDB deletes an item some time after this many seconds since 1970.
    ttl: Math.ceil((revocation.revokedAt + 2 * hour) / 1000),
  },
})

/** Reads the notices of `from` or later: grants that were revoked, administrators and roles that changed. */
export const readingNotices =
  (table: Pick<Table, 'query'>) =>
  async (from: Instant): Promise<Revocation[]> =>
    // `announcing` is the only writer of these items.
    (await table.query({ pk: revocationPartition, from: revocationSort(from) })) as unknown as Revocation[]
