import type { PanelId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { panelAsObject } from './create.ts'
import type { PanelHasAccessPoints } from './errors.ts'

/** Deletes a panel without doors. Its connection, if any, is over at its next word; its serial number is free again. */
export const removePanel = async (
  deps: Pick<Deps, 'panels' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  panelId: PanelId,
): Promise<Result<void, NotFound<'panel'> | PanelHasAccessPoints | ChangedMeanwhile>> => {
  return untilFirst(deps, 'control panel', async () => {
    const panel = await deps.panels.get(principal.accountId, panelId)
    if (!panel) return err({ kind: 'not_found', what: 'panel', id: panelId })
    const count = panel.accessPointIds.length
    if (count > 0) return err({ kind: 'panel_has_access_points', panelId, count })
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'panel.deleted', panelAsObject(panel))
    return (await deps.panels.remove(principal.accountId, panel, event)).ok ? ok(undefined) : raced
  })
}
