import type { Revocation } from '../../domain/identity/oauth/entity.ts'
import { hour } from '../../lib/clock.ts'
import { revocationPartition, revocationSort } from '../keys/identity.ts'
import type { Write } from '../table/types.ts'

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
