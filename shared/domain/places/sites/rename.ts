import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Panel } from '../../devices/panels/schema.ts'
import { placeAccessPoints } from '../access-points/place.ts'
import type { Site } from './schema.ts'

const attempts = 8

/**
 * Brings the name of a site to its panels and their doors, which keep it so that each is one read. One panel after the other, and
 * what has the name already is left alone, so a repeat finishes what broke off.
 */
export const tellSiteName = async (
  deps: Pick<Deps, 'panels' | 'accessPoints' | 'now'>,
  accountId: AccountId,
  site: Site,
): Promise<void> => {
  for (const panel of await deps.panels.ofSite(accountId, site.id)) {
    const named = await namePanel(deps, accountId, panel, site)
    if (named) await placeAccessPoints(deps, accountId, named.accessPointIds, site)
  }
}

/** The panel with the name of its site; undefined when it is gone or at another site by now. */
const namePanel = async (
  deps: Pick<Deps, 'panels' | 'now'>,
  accountId: AccountId,
  read: Panel,
  { id: siteId, siteName }: Site,
): Promise<Panel | undefined> => {
  let panel: Panel | undefined = read
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    if (panel?.siteId !== siteId) return undefined
    if (panel.siteName === siteName) return panel
    const next: Panel = { ...panel, siteName, version: panel.version + 1, updatedAt: deps.now() }
    if ((await deps.panels.replace(accountId, panel, next, undefined)).ok) return next
    panel = await deps.panels.get(accountId, read.id)
  }
  throw new Error(`The panel ${read.id} kept changing while it was given the name of its site`)
}
