import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { grantsOfAdministrator } from '../../identity/administrators/authority.ts'
import type { Administrator } from '../../identity/administrators/entity.ts'
import { whole } from '../../whole.ts'
import { maxSubscriptions } from './entity.ts'
import { makerGone, standingOf } from './standing.ts'

/**
 * Switches off, before their maker is deleted, the subscriptions that are sent less than everything they ask for: nobody knows
 * afterwards what the maker might see.
 */
export const orphanSubscriptions = async (
  deps: Pick<Deps, 'roles' | 'subscriptions' | 'now' | 'whole'>,
  accountId: AccountId,
  administrator: Administrator,
): Promise<void> => {
  const { subscriptions } = whole(deps)
  const { data } = await subscriptions.page(accountId, { offset: 0, pageSize: maxSubscriptions })
  const own = data.filter(({ administratorId }) => administratorId === administrator.id)
  if (own.length === 0) return
  const now = deps.now()
  const { grants } = await grantsOfAdministrator(deps, accountId, administrator)
  await Promise.all(
    own.map(async (subscription) => {
      const stands = standingOf(subscription, { administrator, grants }, now)
      if (stands.kind === 'sends' && stands.limits === undefined) return
      await subscriptions.disable(accountId, subscription.id, subscription.url, { at: now, reason: makerGone })
    }),
  )
}
