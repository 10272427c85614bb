import { KeptRequest, type RequestPlace } from '../../domain/identity/idempotency/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { idempotencyKey } from '../keys/identity.ts'
import type { Condition, Item, Table } from '../table/types.ts'

/** Requests that came with an idempotency key, each under its account, its caller and its key. */
export const idempotencyStore = (table: Table) => ({
  /** Claims a key that is free, or whose time is over. Gives nothing then, and what is kept under the key otherwise. */
  claim: async (place: RequestPlace, request: KeptRequest, now: Instant): Promise<KeptRequest | undefined> => {
    // A put whose answer was lost is sent again, and may find what it wrote itself.
    const free: Condition[] = [
      { attribute: 'pk', is: 'absent' },
      { attribute: 'until', is: '<=', value: now },
      isStill(request.claim),
    ]
    const written = await table.write([{ put: itemOf(place, request), when: [{ anyOf: free }] }])
    if (written.ok) return undefined
    return KeptRequest.parse(written.failed[0]?.item)
  },

  /** Keeps the answer of the request that claimed the key; nothing when another claimed it since. */
  settle: async (place: RequestPlace, request: KeptRequest): Promise<void> => {
    await table.write([{ put: itemOf(place, request), when: [isStill(request.claim)] }])
  },

  /** Gives back the key, unless another request claimed it since. */
  giveBack: async (place: RequestPlace, claim: string): Promise<void> => {
    await table.write([{ delete: idempotencyKey(place), when: [isStill(claim)] }])
  },
})

const isStill = (claim: string): Condition => ({ attribute: 'claim', is: '=', value: claim })

const itemOf = (place: RequestPlace, request: KeptRequest): Item => ({
  ...idempotencyKey(place),
  entity: 'kept-request',
  ...request,
  // DynamoDB deletes an item some time after this many seconds since 1970.
  ttl: Math.ceil(request.until / 1000),
})
