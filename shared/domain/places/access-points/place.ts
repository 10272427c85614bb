import type { AccessPointId, AccountId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Site } from '../sites/schema.ts'

type Needed = Pick<Deps, 'accessPoints' | 'now' | 'pause'>

const atOnce = 25

/**
 * Brings doors to a site, and its name to the doors: what follows when a panel moves or a site is renamed. A few at a time; the
 * doors that are there already cost a read, so a repeat finishes what broke off.
 */
export const placeAccessPoints = async (
  deps: Needed,
  accountId: AccountId,
  ids: readonly AccessPointId[],
  site: Site,
): Promise<Result<void, ChangedMeanwhile>> => {
  for (let start = 0; start < ids.length; start += atOnce) {
    const placed = await Promise.all(ids.slice(start, start + atOnce).map((id) => placeOne(deps, accountId, id, site)))
    const failed = placed.find(({ ok }) => !ok)
    if (failed) return failed
  }
  return ok(undefined)
}

const placeOne = (
  deps: Needed,
  accountId: AccountId,
  id: AccessPointId,
  { id: siteId, siteName }: Site,
): Promise<Result<void, ChangedMeanwhile>> =>
  untilFirst(deps, 'access point', async () => {
    const point = await deps.accessPoints.get(accountId, id)
    if (!point || (point.siteId === siteId && point.siteName === siteName)) return ok(undefined)
    const next = { ...point, siteId, siteName, version: point.version + 1, updatedAt: deps.now() }
    return (await deps.accessPoints.replace(accountId, next, undefined)).ok ? ok(undefined) : raced
  })
