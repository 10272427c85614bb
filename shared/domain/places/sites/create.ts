import { SiteId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { BeyondAssignment, ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { isWithinLimits } from '../../identity/principals/limits.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import { addressOf, type CreateSite, type Site } from './entity.ts'

/** What an audit event says of a site. */
export const siteAsObject = (site: Site): AuditObject => ({
  id: site.id,
  kind: 'site',
  name: site.siteName,
  site: { id: site.id, name: site.siteName },
})

/** Adds a site to the caller's account. Nobody does who is limited to some of its sites: the new one would not be theirs. */
export const createSite = async (
  deps: Pick<Deps, 'sites' | 'now' | 'newId' | 'newUuid'>,
  principal: Principal,
  { address, ...input }: CreateSite,
): Promise<Result<Site, BeyondAssignment | ChangedMeanwhile>> => {
  if (!isWithinLimits(principal, { site: null })) return err({ kind: 'beyond_assignment' })
  const now = deps.now()
  const site: Site = {
    ...input,
    ...addressOf(address),
    id: SiteId.parse(deps.newId()),
    version: 1,
    createdAt: now,
    updatedAt: now,
  }
  const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'site.created', siteAsObject(site))
  const added = await deps.sites.add(principal.accountId, site, event)
  return added.ok ? ok(site) : err({ kind: 'changed_meanwhile', what: 'site' })
}
