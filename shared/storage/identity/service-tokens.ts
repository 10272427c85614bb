import { ServiceToken, TokenRequest, tokenRequestLifetime } from '../../domain/identity/service-tokens/entity.ts'
import type { Event } from '../../domain/record/events/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import type { AccountId, AdministratorId } from '../../lib/ids.ts'
import { serviceTokenKey, tokenRequestKey } from '../keys/identity.ts'
import { eventWrites } from '../record/event-writes.ts'
import type { Table } from '../table/types.ts'
import { announcing } from './notices.ts'

/** Service tokens by their administrators, and what is yet to be signed. */
export const serviceTokenStore = (table: Table) => ({
  get: async (accountId: AccountId, administratorId: AdministratorId): Promise<ServiceToken | undefined> => {
    const item = await table.get(serviceTokenKey(accountId, administratorId))
    return item && ServiceToken.parse(item)
  },

  /** Adds the service token of an administrator; false when they have one. */
  add: async (accountId: AccountId, token: ServiceToken, event: Event): Promise<boolean> => {
    const item = { ...token, ...serviceTokenKey(accountId, token.administratorId), entity: 'service-token' }
    const result = await table.write([{ put: item, when: [{ attribute: 'pk', is: 'absent' }] }, ...eventWrites(accountId, event)])
    return result.ok
  },

  /** Deletes a service token and announces that it has ended; false when it is gone. */
  remove: async (accountId: AccountId, token: ServiceToken, now: Instant, event: Event): Promise<boolean> => {
    const result = await table.write([
      {
        delete: serviceTokenKey(accountId, token.administratorId),
        when: [{ attribute: 'uuid', is: '=', value: token.uuid }],
      },
      announcing({ subject: token.uuid, version: 1, revokedAt: now }),
      ...eventWrites(accountId, event),
    ])
    return result.ok
  },

  /** Asks for a signature. `hash` is the SHA-256 of the secret by which the signer finds the request. */
  addRequest: async (hash: string, request: TokenRequest, now: Instant): Promise<void> => {
    const until = now + tokenRequestLifetime
    const item = { ...request, ...tokenRequestKey(hash), entity: 'token-request', until, ttl: Math.ceil(until / 1000) }
    const result = await table.write([{ put: item, when: [{ attribute: 'pk', is: 'absent' }] }])
    if (!result.ok) throw new Error('This request for a token exists')
  },

  /** The request with this hash, once; undefined when it is not there, was taken before, or waited for too long. */
  takeRequest: async (hash: string, now: Instant): Promise<TokenRequest | undefined> => {
    const item = await table.get(tokenRequestKey(hash))
    if (!item) return undefined
    const taken = await table.write([{ delete: tokenRequestKey(hash), when: [{ attribute: 'pk', is: 'present' }] }])
    return taken.ok && now < Number(item.until) ? TokenRequest.parse(item) : undefined
  },
})
