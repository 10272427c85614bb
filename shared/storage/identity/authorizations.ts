import type { Grant } from '../../domain/identity/oauth/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { type AccountId, AdministratorId } from '../../lib/ids.ts'
import { authorizationKey, authorizationPartition } from '../keys/identity.ts'
import type { DeleteWrite, PutWrite, Table } from '../table/types.ts'

/** That an application may act for an administrator. */
export type Authorization = { administratorId: AdministratorId; clientId: string }

type Named = Pick<Grant, 'id' | 'accountId' | 'administratorId' | 'clientId'>

/** Lists a grant with its account: a write for the transaction that opens it. */
export const listingGrant = (grant: Named & Pick<Grant, 'listedUntil'>): PutWrite => ({
  put: {
    ...authorizationKey(grant.accountId, grant.administratorId, grant.clientId, grant.id),
    entity: 'authorization',
    administratorId: grant.administratorId,
    clientId: grant.clientId,
    until: grant.listedUntil,
    ttl: Math.ceil(grant.listedUntil / 1000),
  },
})

/** Lists a grant no more: a write for the transaction that ends it. */
export const unlistingGrant = ({ accountId, administratorId, clientId, id }: Named): DeleteWrite => ({
  delete: authorizationKey(accountId, administratorId, clientId, id),
})

const batch = 50

/**
 * Which applications may act for which administrators of an account, each pair once. A program that signs in again and again has many
 * grants of one pair: those behind the first that holds are passed over, so a pair costs one batch at most.
 */
export const authorizationsOf = async (table: Table, accountId: AccountId, now: Instant): Promise<Authorization[]> => {
  const pk = authorizationPartition(accountId)
  const found = new Map<string, Authorization>()
  let from = ''
  for (;;) {
    const items = await table.query({ pk, ...(from ? { from } : {}), limit: batch, consistent: true })
    for (const item of items) {
      const pair = pairOf(item.sk)
      // `listingGrant` above is the only writer of these items.
      if (Number(item.until) > now && !found.has(pair))
        found.set(pair, { administratorId: AdministratorId.parse(item.administratorId), clientId: String(item.clientId) })
    }
    const last = items.at(-1)
    if (!last || items.length < batch) return [...found.values()]
    // Behind every grant of a pair that is found; behind this item, which no other key is a beginning of, otherwise.
    from = found.has(pairOf(last.sk)) ? `${pairOf(last.sk)}~` : `${last.sk}~`
  }
}

/** The sort key without the id of the grant. */
const pairOf = (sort: string): string => sort.slice(0, sort.lastIndexOf('#') + 1)
