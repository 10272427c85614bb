import type { SiteId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { siteAsObject } from './create.ts'
import type { Site, Wifi } from './entity.ts'

/** Puts a list of networks in place of those by which phones know that they are at the site (API document, Register Proximity Wifi). */
export const registerWifi = async (
  deps: Pick<Deps, 'sites' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  siteId: SiteId,
  wifi: Wifi[],
): Promise<Result<Site, NotFound<'site'> | ChangedMeanwhile>> => {
  return untilFirst(deps, 'site', async () => {
    const site = await deps.sites.get(principal.accountId, siteId)
    if (!site) return err({ kind: 'not_found', what: 'site', id: siteId })
    const now = deps.now()
    const next: Site = { ...site, wifi, version: site.version + 1, updatedAt: now }
    const changes = propertyChanges(site, next, ['wifi'])
    if (changes.length === 0) return ok(site)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'site.updated', siteAsObject(next), changes)
    return (await deps.sites.replace(principal.accountId, next, event)).ok ? ok(next) : raced
  })
}

/**
 * The same for several sites (API document, Register Proximity Wifi for Sites). Nothing is changed when one of them is not the
 * account's; what a fault leaves undone, a repeat does.
 */
export const registerWifiOfSites = async (
  deps: Pick<Deps, 'sites' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  wanted: readonly { id: SiteId; wifi: Wifi[] }[],
): Promise<Result<void, NotFound<'site'> | ChangedMeanwhile>> => {
  const found = new Set<number>(
    (
      await deps.sites.getMany(
        principal.accountId,
        wanted.map(({ id }) => id),
      )
    ).map(({ id }) => id),
  )
  const missing = wanted.find(({ id }) => !found.has(id))
  if (missing) return err({ kind: 'not_found', what: 'site', id: missing.id })
  for (const { id, wifi } of wanted) {
    const registered = await registerWifi(deps, principal, id, wifi)
    if (!registered.ok) return registered
  }
  return ok(undefined)
}
