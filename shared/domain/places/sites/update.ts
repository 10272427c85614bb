import type { SiteId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { siteAsObject } from './create.ts'
import { addressOf, type Site, type SiteChanges } from './entity.ts'

const properties = ['siteName', 'timeZone', 'address'] as const

/**
 * Changes the properties that `wanted` names. The copies of the name that panels, doors, cameras, schedules and holidays keep follow a
 * moment later (`updateNameCopies`).
 */
export const updateSite = async (
  deps: Pick<Deps, 'sites' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  siteId: SiteId,
  wanted: SiteChanges,
): Promise<Result<Site, NotFound<'site'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'site', async () => {
    const site = await deps.sites.get(accountId, siteId)
    if (!site) return err<NotFound<'site'>>({ kind: 'not_found', what: 'site', id: siteId })
    const now = deps.now()
    const { address, ...given } = { ...site, ...wanted }
    const next: Site = { ...given, ...addressOf(address), version: site.version + 1, updatedAt: now }
    const changes = propertyChanges(site, next, properties)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'site.updated', siteAsObject(next), changes)
    const replaced = changes.length === 0 || (await deps.sites.replace(accountId, next, event)).ok
    if (!replaced) return raced
    return ok(changes.length === 0 ? site : next)
  })
}
