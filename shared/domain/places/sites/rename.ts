import type { AccountId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Panel } from '../../devices/panels/schema.ts'
import { placeAccessPoints } from '../access-points/place.ts'
import type { Site } from './schema.ts'

/**
 * Brings the name of a site to its panels and their doors, which keep it so that each is one read. One panel after the other, and
 * what has the name already is left alone, so a repeat finishes what broke off.
 */
export const copySiteNameToPanels = async (
  deps: Pick<Deps, 'panels' | 'accessPoints' | 'now' | 'pause'>,
  accountId: AccountId,
  site: Site,
): Promise<Result<void, ChangedMeanwhile>> => {
  for (const panel of await deps.panels.ofSite(accountId, site.id)) {
    const named = await namePanel(deps, accountId, panel, site)
    if (!named.ok) return named
    const placed = named.value && (await placeAccessPoints(deps, accountId, named.value.accessPointIds, site))
    if (placed && !placed.ok) return placed
  }
  return ok(undefined)
}

/** The panel with the name of its site; undefined when it is gone or at another site by now. */
const namePanel = (
  deps: Pick<Deps, 'panels' | 'now' | 'pause'>,
  accountId: AccountId,
  read: Panel,
  { id: siteId, siteName }: Site,
): Promise<Result<Panel | undefined, ChangedMeanwhile>> =>
  untilFirst(deps, 'control panel', async (attempt) => {
    const panel = attempt === 0 ? read : await deps.panels.get(accountId, read.id)
    if (panel?.siteId !== siteId) return ok(undefined)
    if (panel.siteName === siteName) return ok(panel)
    const next: Panel = { ...panel, siteName, version: panel.version + 1, updatedAt: deps.now() }
    return (await deps.panels.replace(accountId, panel, next, undefined)).ok ? ok(next) : raced
  })
