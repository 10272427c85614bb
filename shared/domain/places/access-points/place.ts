import type { AccessPointId, AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Site } from '../sites/schema.ts'

const atOnce = 25
const attempts = 8

/**
 * Brings doors to a site, and its name to the doors: what follows when a panel moves or a site is renamed. A few at a time; the
 * doors that are there already cost a read, so a repeat finishes what broke off.
 */
export const placeAccessPoints = async (
  deps: Pick<Deps, 'accessPoints' | 'now'>,
  accountId: AccountId,
  ids: readonly AccessPointId[],
  site: Site,
): Promise<void> => {
  for (let start = 0; start < ids.length; start += atOnce) {
    await Promise.all(ids.slice(start, start + atOnce).map((id) => placeOne(deps, accountId, id, site)))
  }
}

const placeOne = async (
  deps: Pick<Deps, 'accessPoints' | 'now'>,
  accountId: AccountId,
  id: AccessPointId,
  { id: siteId, siteName }: Site,
): Promise<void> => {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const point = await deps.accessPoints.get(accountId, id)
    if (!point || (point.siteId === siteId && point.siteName === siteName)) return
    const next = { ...point, siteId, siteName, version: point.version + 1, updatedAt: deps.now() }
    if ((await deps.accessPoints.replace(accountId, next, undefined)).ok) return
  }
  throw new Error(`The access point ${id} kept changing while it was brought to its site`)
}
