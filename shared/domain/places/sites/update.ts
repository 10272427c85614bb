import type { AccountId, SiteId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { copySiteNameToSchedules } from '../../access/schedules/rename.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { siteAsObject } from './create.ts'
import { copySiteNameToPanels } from './rename.ts'
import { addressOf, type Site, type SiteChanges } from './schema.ts'

export type SiteNotFound = { kind: 'site_not_found'; siteId: SiteId }

type Needed = Pick<Deps, 'sites' | 'panels' | 'accessPoints' | 'schedules' | 'holidays' | 'now' | 'newUuid' | 'pause'>

const properties = ['siteName', 'timeZone', 'address'] as const

/**
 * Changes the properties that `wanted` names. A new name goes on to what keeps it (schedules, holidays, panels, doors) before the answer; a request that
 * gives the name again finishes what broke off.
 */
export const updateSite = async (
  deps: Needed,
  principal: Principal,
  siteId: SiteId,
  wanted: SiteChanges,
): Promise<Result<Site, SiteNotFound | ChangedMeanwhile>> => {
  const { accountId } = principal
  const updated = await untilFirst(deps, 'site', async () => {
    const site = await deps.sites.get(accountId, siteId)
    if (!site) return err<SiteNotFound>({ kind: 'site_not_found', siteId })
    const now = deps.now()
    const { address, ...given } = { ...site, ...wanted }
    const next: Site = { ...given, ...addressOf(address), version: site.version + 1, updatedAt: now }
    const changes = propertyChanges(site, next, properties)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'site.updated', siteAsObject(next), changes)
    const replaced = changes.length === 0 || (await deps.sites.replace(accountId, next, event)).ok
    if (!replaced) return raced
    return ok(changes.length === 0 ? site : next)
  })
  if (!updated.ok || wanted.siteName === undefined) return updated
  const copied = await copySiteName(deps, accountId, updated.value)
  return copied.ok ? updated : copied
}

/** Brings the name of a site to everything that keeps it. */
const copySiteName = async (deps: Needed, accountId: AccountId, site: Site): Promise<Result<void, ChangedMeanwhile>> => {
  const copied = await copySiteNameToSchedules(deps, accountId, site)
  return copied.ok && site.panelCount ? copySiteNameToPanels(deps, accountId, site) : copied
}
