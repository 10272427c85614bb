import { definedOf } from '../../lib/defined.ts'
import type { SiteId } from '../../lib/ids.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import type { Principal } from '../administrators/principal.ts'
import type { ChangedMeanwhile } from '../common-errors.ts'
import type { Deps } from '../deps.ts'
import { auditEvent, propertyChanges } from '../events/audit.ts'
import { eventCode } from '../events/catalogue.ts'
import { siteAsObject } from './create.ts'
import type { Site, SitePatch } from './schema.ts'

export type SiteNotFound = { kind: 'site_not_found'; siteId: SiteId }

const properties = ['siteName', 'timeZone', 'address'] as const

/** Changes the properties that `patch` names. */
export const updateSite = async (
  deps: Pick<Deps, 'sites' | 'now' | 'newUuid'>,
  principal: Principal,
  siteId: SiteId,
  patch: SitePatch,
): Promise<Result<Site, SiteNotFound | ChangedMeanwhile>> => {
  const site = await deps.sites.get(principal.accountId, siteId)
  if (!site) return err({ kind: 'site_not_found', siteId })
  const now = deps.now()
  const next: Site = { ...site, ...definedOf(patch), version: site.version + 1, updatedAt: now }
  const changes = propertyChanges(site, next, properties)
  if (changes.length === 0) return ok(site)
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, eventCode.siteUpdated, siteAsObject(next), changes)
  const replaced = await deps.sites.replace(principal.accountId, next, event)
  return replaced.ok ? ok(next) : err({ kind: 'changed_meanwhile', what: 'site' })
}
