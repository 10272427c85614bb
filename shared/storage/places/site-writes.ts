import type { Site } from '../../domain/places/sites/entity.ts'
import type { AccountId, SiteId } from '../../lib/ids.ts'
import { entityKey } from '../keys/common.ts'
import type { Condition, Write } from '../table/types.ts'

/** What a site counts of what lies at it: a site that has any is not deleted. */
type SiteCount = 'panelCount' | 'cameraCount'

/**
 * Counts one more at the site, as it was read. The site's version moves with its counts, so that no site is deleted past what just
 * came; and its name must be what was read, so that nothing comes with the name of before a renaming.
 */
export const joinSite = (accountId: AccountId, { id, siteName }: Site, count: SiteCount): Write =>
  countAtSite(accountId, id, { [count]: 1 }, { attribute: 'siteName', is: '=', value: siteName })

/** Counts one less at the site. */
export const leaveSite = (accountId: AccountId, siteId: SiteId, count: SiteCount): Write =>
  countAtSite(accountId, siteId, { [count]: -1 }, { attribute: 'pk', is: 'present' })

const countAtSite = (accountId: AccountId, siteId: SiteId, counts: Record<string, number>, condition: Condition): Write => ({
  update: entityKey(accountId, 'site', siteId),
  add: { ...counts, version: 1 },
  when: [condition],
})
