import type { PanelId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { drawPairing, type PanelWithCode, panelAsObject } from './create.ts'
import type { Panel } from './entity.ts'

/** Draws a new pairing code. Whatever was paired is not any more: its key is forgotten and its connection is over. */
export const issuePairingCode = async (
  deps: Pick<Deps, 'panels' | 'now' | 'newUuid' | 'randomBytes' | 'pause'>,
  principal: Principal,
  panelId: PanelId,
): Promise<Result<PanelWithCode, NotFound<'panel'> | ChangedMeanwhile>> => {
  const { pairingCode, pairing } = drawPairing(deps)
  return untilFirst(deps, 'control panel', async () => {
    const panel = await deps.panels.get(principal.accountId, panelId)
    if (!panel) return err({ kind: 'not_found', what: 'panel', id: panelId })
    const now = deps.now()
    const { key: _, ...unpaired } = panel
    const next: Panel = { ...unpaired, pairing, version: panel.version + 1, updatedAt: now }
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'panel.pairing_code_issued', panelAsObject(next))
    const replaced = await deps.panels.rekey(principal.accountId, next, undefined, event)
    return replaced.ok ? ok({ panel: next, pairingCode }) : raced
  })
}
