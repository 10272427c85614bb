import { day } from '../../../lib/clock.ts'
import { PanelId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type AuditObject, auditEvent } from '../../record/events/audit.ts'
import type { CreatePanel, Panel } from './entity.ts'
import type { SerialNumberTaken } from './errors.ts'
import { pairingCodeBytes, pairingCodeFrom, pairingCodeHash } from './pairing-code.ts'

/** A panel, and the code that pairs it: shown once, since only its hash is kept. */
export type PanelWithCode = { panel: Panel; pairingCode: string }

export const pairingCodeLifeMs = day

/** What an audit event says of a panel. */
export const panelAsObject = (panel: Panel): AuditObject => ({
  id: panel.id,
  kind: 'panel',
  name: panel.name,
  site: { id: panel.siteId, name: panel.siteName },
})

/** A fresh code, and what is kept of it. */
export const drawPairing = (deps: Pick<Deps, 'now' | 'randomBytes'>) => {
  const pairingCode = pairingCodeFrom(deps.randomBytes(pairingCodeBytes))
  return { pairingCode, pairing: { codeHash: pairingCodeHash(pairingCode), expiresAt: deps.now() + pairingCodeLifeMs } }
}

/** Registers a panel by its serial number. It can connect once it has paired with the code of the answer. */
export const createPanel = async (
  deps: Pick<Deps, 'panels' | 'sites' | 'now' | 'newId' | 'newUuid' | 'randomBytes' | 'pause'>,
  principal: Principal,
  { siteId, serialNumber, name }: CreatePanel,
): Promise<Result<PanelWithCode, NotFound<'site'> | SerialNumberTaken | ChangedMeanwhile>> => {
  const { accountId } = principal
  const now = deps.now()
  const { pairingCode, pairing } = drawPairing(deps)
  return untilFirst(deps, 'control panel', async () => {
    const id = PanelId.parse(deps.newId())
    const [site, add] = await Promise.all([deps.sites.get(accountId, siteId), deps.panels.adding(accountId, id)])
    if (!site) return err({ kind: 'not_found', what: 'site', id: siteId })
    const panel: Panel = {
      id,
      version: 1,
      serialNumber,
      name,
      siteId,
      siteName: site.siteName,
      accessPointIds: [],
      pairing,
      createdAt: now,
      updatedAt: now,
    }
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'panel.created', panelAsObject(panel))
    const added = await add(panel, site, event)
    if (added.ok) return ok({ panel, pairingCode })
    if (added.reason === 'serial_taken') return err({ kind: 'serial_number_taken', serialNumber })
    return raced
  })
}
