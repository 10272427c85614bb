import type { SiteId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { tellSchedulesSiteName } from '../../access/schedules/rename.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { siteAsObject } from './create.ts'
import { tellSiteName } from './rename.ts'
import { addressOf, type Site, type SiteChanges } from './schema.ts'

export type SiteNotFound = { kind: 'site_not_found'; siteId: SiteId }

const properties = ['siteName', 'timeZone', 'address'] as const

const attempts = 4

/**
 * Changes the properties that `wanted` names. A new name goes on to what keeps it (schedules, holidays, panels, doors) before the answer; a request that
 * gives the name again finishes what broke off.
 */
export const updateSite = async (
  deps: Pick<Deps, 'sites' | 'panels' | 'accessPoints' | 'schedules' | 'holidays' | 'now' | 'newUuid'>,
  principal: Principal,
  siteId: SiteId,
  wanted: SiteChanges,
): Promise<Result<Site, SiteNotFound | ChangedMeanwhile>> => {
  const { accountId } = principal
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const site = await deps.sites.get(accountId, siteId)
    if (!site) return err({ kind: 'site_not_found', siteId })
    const now = deps.now()
    const { address, ...given } = { ...site, ...wanted }
    const next: Site = { ...given, ...addressOf(address), version: site.version + 1, updatedAt: now }
    const changes = propertyChanges(site, next, properties)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'site.updated', siteAsObject(next), changes)
    const replaced = changes.length === 0 || (await deps.sites.replace(accountId, next, event)).ok
    if (!replaced) continue
    if (wanted.siteName !== undefined) {
      await tellSchedulesSiteName(deps, accountId, next)
      if (site.panelCount) await tellSiteName(deps, accountId, next)
    }
    return ok(changes.length === 0 ? site : next)
  }
  return err({ kind: 'changed_meanwhile', what: 'site' })
}
