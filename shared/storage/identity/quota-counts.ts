import { type Budget, quotaWindow, type Spender } from '../../domain/identity/quotas/entity.ts'
import { type Instant, second } from '../../lib/clock.ts'
import { quotaCountKey } from '../keys/identity.ts'
import type { Table } from '../table/types.ts'

/** How many requests were sent, an item for each spender, budget and window. */
export const quotaCountStore = (table: Table) => ({
  /** Counts `amount` requests more, and gives the count as it is then. Without a condition, so that no two instances race. */
  count: async (spender: Spender, budget: Budget, startsAt: Instant, amount: number): Promise<number> => {
    const set = { entity: 'quota-count', ttl: Math.ceil((startsAt + 2 * quotaWindow) / second) }
    const counted = await table.update({ update: quotaCountKey(spender, budget, startsAt), add: { requests: amount }, set })
    // An update without a condition gives the item, of which this is the only writer.
    return counted?.requests as number
  },
})
