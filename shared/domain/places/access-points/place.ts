import type { AccessPointId, AccountId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'

type Needed = Pick<Deps, 'panels' | 'accessPoints' | 'now' | 'pause'>

const atOnce = 25

/**
 * Brings doors to the site of their panel, and its name to the doors: what follows when a panel moves or its site is renamed. A few
 * at a time; the doors that are there already cost two reads, so a repeat finishes what broke off.
 */
export const placeAccessPoints = async (
  deps: Needed,
  accountId: AccountId,
  ids: readonly AccessPointId[],
): Promise<Result<void, ChangedMeanwhile>> => {
  for (let start = 0; start < ids.length; start += atOnce) {
    const placed = await Promise.all(ids.slice(start, start + atOnce).map((id) => placeOne(deps, accountId, id)))
    const failed = placed.find(({ ok }) => !ok)
    if (failed) return failed
  }
  return ok(undefined)
}

/** The panel is read after the door, so that a door never gets what its panel said before somebody else wrote the door. */
const placeOne = (deps: Needed, accountId: AccountId, id: AccessPointId): Promise<Result<void, ChangedMeanwhile>> =>
  untilFirst(deps, 'access point', async () => {
    const point = await deps.accessPoints.get(accountId, id)
    const panel = point && (await deps.panels.get(accountId, point.panelId))
    if (!panel || (point.siteId === panel.siteId && point.siteName === panel.siteName)) return ok(undefined)
    const { siteId, siteName } = panel
    const next = { ...point, siteId, siteName, version: point.version + 1, updatedAt: deps.now() }
    return (await deps.accessPoints.replace(accountId, point, next, undefined)).ok ? ok(undefined) : raced
  })
