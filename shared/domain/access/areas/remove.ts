import type { AreaId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { areaAsObject, siteOf } from './create.ts'
import { dropResetsOf } from './reset.ts'

/** Deletes an area: its panel forgets with its next rules who is inside, and its resets go. */
export const removeArea = async (
  deps: Pick<Deps, 'areas' | 'panels' | 'postures' | 'sites' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  areaId: AreaId,
): Promise<Result<void, NotFound<'area'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst<Result<void, NotFound<'area'> | ChangedMeanwhile>>(deps, 'area', async () => {
    const area = await deps.areas.get(accountId, areaId)
    if (!area) return err({ kind: 'not_found', what: 'area', id: areaId })
    const panel = await deps.panels.get(accountId, area.panelId)
    const site = panel && (await siteOf(deps, accountId, panel))
    const event = auditEvent({ now: deps.now(), uuid: deps.newUuid() }, principal, 'area.deleted', areaAsObject(area, site))
    if (!(await deps.areas.remove(accountId, area, event)).ok) return raced
    // one that stays, since others kept changing the posture, is of no area and gives way after a week
    await dropResetsOf(deps, accountId, { areaId, panelId: area.panelId })
    return ok(undefined)
  })
}
