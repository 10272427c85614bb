import { definedOf } from '../../../lib/defined.ts'
import type { PanelId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { placeAccessPoints } from '../../places/access-points/place.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { panelAsObject } from './create.ts'
import type { Panel, PanelChanges } from './entity.ts'

const properties = ['name', 'siteId', 'siteName'] as const

type UpdateDeps = Pick<Deps, 'panels' | 'accessPoints' | 'sites' | 'now' | 'newUuid' | 'pause'>

/**
 * Changes the properties that `patch` names. A panel that moves to another site takes its doors along; a repeat of a move that
 * broke off halfway finishes it.
 */
export const updatePanel = async (
  deps: UpdateDeps,
  principal: Principal,
  panelId: PanelId,
  patch: PanelChanges,
): Promise<Result<Panel, NotFound<'panel' | 'site'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'control panel', async () => {
    const [panel, site] = await Promise.all([
      deps.panels.get(accountId, panelId),
      patch.siteId === undefined ? undefined : deps.sites.get(accountId, patch.siteId),
    ])
    if (!panel) return err({ kind: 'not_found', what: 'panel', id: panelId })
    if (patch.siteId !== undefined && !site) return err({ kind: 'not_found', what: 'site', id: patch.siteId })
    const now = deps.now()
    const moved = site ? { siteId: site.id, siteName: site.siteName } : {}
    const next: Panel = { ...panel, ...definedOf(patch), ...moved, version: panel.version + 1, updatedAt: now }
    const changes = propertyChanges(panel, next, properties)
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'panel.updated', panelAsObject(next), changes)
    const replaced = changes.length === 0 || (await deps.panels.replace(accountId, panel, next, event, site)).ok
    if (!replaced) return raced
    const placed = site ? await placeAccessPoints(deps, accountId, panel.accessPointIds) : ok(undefined)
    if (!placed.ok) return placed
    return ok(changes.length === 0 ? panel : next)
  })
}
