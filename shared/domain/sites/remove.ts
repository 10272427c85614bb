import type { SiteId } from '../../lib/ids.ts'
import { err, ok, type Result } from '../../lib/result.ts'
import type { Principal } from '../administrators/principal.ts'
import type { ChangedMeanwhile } from '../common-errors.ts'
import type { Deps } from '../deps.ts'
import { auditEvent } from '../events/audit.ts'
import { eventCode } from '../events/catalogue.ts'
import { siteAsObject } from './create.ts'
import type { SiteNotFound } from './update.ts'

/** Deletes a site. */
export const removeSite = async (
  deps: Pick<Deps, 'sites' | 'now' | 'newUuid'>,
  principal: Principal,
  siteId: SiteId,
): Promise<Result<void, SiteNotFound | ChangedMeanwhile>> => {
  const site = await deps.sites.get(principal.accountId, siteId)
  if (!site) return err({ kind: 'site_not_found', siteId })
  const event = auditEvent({ now: deps.now(), uuid: deps.newUuid() }, principal, eventCode.siteDeleted, siteAsObject(site))
  const removed = await deps.sites.remove(principal.accountId, site, event)
  return removed.ok ? ok(undefined) : err({ kind: 'changed_meanwhile', what: 'site' })
}
