import type { SiteId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { siteAsObject } from './create.ts'
import type { SiteHasCameras, SiteHasPanels } from './errors.ts'

/** Deletes a site that has neither panels nor cameras. */
export const removeSite = async (
  deps: Pick<Deps, 'sites' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  siteId: SiteId,
): Promise<Result<void, NotFound<'site'> | SiteHasPanels | SiteHasCameras | ChangedMeanwhile>> => {
  return untilFirst(deps, 'site', async () => {
    const site = await deps.sites.get(principal.accountId, siteId)
    if (!site) return err({ kind: 'not_found', what: 'site', id: siteId })
    if (site.panelCount) return err({ kind: 'site_has_panels', siteId, count: site.panelCount })
    if (site.cameraCount) return err({ kind: 'site_has_cameras', siteId, count: site.cameraCount })
    const event = auditEvent({ now: deps.now(), uuid: deps.newUuid() }, principal, 'site.deleted', siteAsObject(site))
    return (await deps.sites.remove(principal.accountId, site, event)).ok ? ok(undefined) : raced
  })
}
