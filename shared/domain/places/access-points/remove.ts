import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { accessPointAsObject } from './create.ts'

const rulesAtOnce = 30

/**
 * Deletes a door. The access rules at it go before it, so that none is left when the work breaks off; and once more after it, so
 * that one which was given in the same instant goes too.
 */
export const removeAccessPoint = async (
  deps: Pick<Deps, 'accessPoints' | 'panels' | 'rules' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  accessPointId: AccessPointId,
): Promise<Result<void, NotFound<'access point'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'access point', async () => {
    const point = await deps.accessPoints.get(accountId, accessPointId)
    if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
    const panel = await deps.panels.get(accountId, point.panelId)
    if (!panel) return raced
    await removeRules(deps, principal, accessPointId)
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'access_point.deleted', accessPointAsObject(point))
    if (!(await deps.accessPoints.remove(accountId, point, panel, event)).ok) return raced
    await removeRules(deps, principal, accessPointId)
    return ok(undefined)
  })
}

const removeRules = async (deps: Pick<Deps, 'rules'>, { accountId }: Principal, accessPointId: AccessPointId) => {
  const rules = await deps.rules.ofTarget(accountId, { kind: 'door', accessPointId })
  for (let start = 0; start < rules.length; start += rulesAtOnce) {
    await deps.rules.remove(accountId, rules.slice(start, start + rulesAtOnce), undefined)
  }
}
