import { AccountId, SiteId } from '../../shared/lib/ids.ts'
import type { Stores } from '../../shared/storage/stores.ts'
import { user } from './holders.ts'

/** A body that creates a subscription to every access event. */
export const hook = { name: 'Site 1', url: 'https://example.com/hook', errorEmail: 'john.doe@acme.com', criteria: [] }

/** Site 501 and user 601 of an account. */
export const furnish = async ({ sites, users }: Pick<Stores, 'sites' | 'users'>, accountId = AccountId.parse(1)) => {
  const site = { id: SiteId.parse(501), version: 1, siteName: 'Office', timeZone: 'UTC', createdAt: 0, updatedAt: 0 }
  await sites.add(accountId, site, undefined)
  await users.add(accountId, user(601), undefined)
}

/** Events at site 501 only. */
export const onSite = { criteriaType: 'SITE', criteriaOperationType: 'EQ', criteriaValue: 501 }

/** All events but those of user 601. */
export const notUser = { criteriaType: 'USER', criteriaOperationType: 'NE', criteriaValue: '601' }
