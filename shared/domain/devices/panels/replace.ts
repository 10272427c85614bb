import type { AccountId, PanelId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { endUnsettled } from '../commands/end-unsettled.ts'
import { drawPairing, type PanelWithCode, panelAsObject } from './create.ts'
import type { Panel } from './entity.ts'
import type { SerialNumberTaken } from './errors.ts'

/** The reason of commands that the old hardware can no longer report about. */
const replacedReason = 'panel_replaced'

type ReplaceDeps = Pick<Deps, 'panels' | 'commands' | 'panelWork' | 'now' | 'newUuid' | 'randomBytes' | 'pause'>

/**
 * Puts other hardware in place of a panel's: it has this serial number, and pairs with the code of the answer. The panel keeps its id and
 * all that hangs on it. From this moment the old hardware's key is worth nothing; its commands that have not ended fail.
 */
export const replacePanel = async (
  deps: ReplaceDeps,
  principal: Principal,
  panelId: PanelId,
  serialNumber: string,
): Promise<Result<PanelWithCode, NotFound<'panel'> | SerialNumberTaken | ChangedMeanwhile>> => {
  const { accountId } = principal
  const { pairingCode, pairing } = drawPairing(deps)
  const replaced = await untilFirst(deps, 'control panel', async () => {
    const [live, before] = await Promise.all([deps.panels.getLive(accountId, panelId), deps.panels.get(accountId, panelId)])
    if (!live || !before) return err({ kind: 'not_found' as const, what: 'panel' as const, id: panelId })
    const taken = err({ kind: 'serial_number_taken' as const, serialNumber })
    // the same hardware is paired again by another code alone
    if (serialNumber.toUpperCase() === before.serialNumber.toUpperCase()) return taken
    const now = deps.now()
    const { key: _key, pairedAt: _pairedAt, ...unpaired } = before
    const next: Panel = { ...unpaired, serialNumber, pairing, version: before.version + 1, updatedAt: now }
    const changes = propertyChanges(before, next, ['serialNumber'])
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'panel.replaced', panelAsObject(next), changes)
    const stored = await deps.panels.replaceHardware(accountId, before, next, event)
    if (stored.ok) return ok({ panel: next, connectionId: live.presence.connection?.connectionId })
    return stored.reason === 'serial_taken' ? taken : raced
  })
  if (!replaced.ok) return replaced
  const { panel, connectionId } = replaced.value
  await Promise.all([
    endUnsettled(deps, accountId, panelId, replacedReason),
    endConnection(deps, accountId, panelId, connectionId),
  ])
  return ok({ panel, pairingCode })
}

/** The cloud hears nobody on that connection any more; this ends it at once, and not at its next heartbeat. */
const endConnection = async (
  { panelWork }: Pick<Deps, 'panelWork'>,
  accountId: AccountId,
  panelId: PanelId,
  connectionId: string | undefined,
): Promise<void> => {
  if (connectionId !== undefined) await panelWork.disconnect(accountId, panelId, connectionId)
}
