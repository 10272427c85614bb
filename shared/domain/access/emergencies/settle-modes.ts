import type { AccountId, PanelId } from '../../../lib/ids.ts'
import { ok } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { Deps } from '../../deps.ts'
import { decideModes } from './modes.ts'

type Needed = Pick<Deps, 'emergencies' | 'panels' | 'postures' | 'now' | 'pause'>

/**
 * Gives a panel the modes that the scenarios in force ask for. The version of its posture that has them; `failed` when others kept
 * changing it, `gone` when there is no such panel.
 *
 * The posture is read before the panel and the scenarios, and is written only when it is still the one that was read. So whoever read
 * scenarios or doors that have changed since cannot overwrite what was made of newer ones: a late repeat does no harm.
 */
export const settleModes = async (deps: Needed, accountId: AccountId, panelId: PanelId): Promise<number | 'gone' | 'failed'> => {
  const settled = await untilFirst(deps, 'control panel', async () => {
    const posture = await deps.postures.get(accountId, panelId)
    const [panel, active] = await Promise.all([deps.panels.get(accountId, panelId), deps.emergencies.active(accountId)])
    if (!panel) return ok('gone' as const)
    const modes = decideModes(panel.accessPointIds, active)
    if (JSON.stringify(modes) === JSON.stringify(posture.modes)) return ok(posture.version)
    const next = { ...posture, modes, version: posture.version + 1, updatedAt: deps.now() }
    return (await deps.postures.replace(accountId, next, {}, undefined)).ok ? ok(next.version) : raced
  })
  return settled.ok ? settled.value : 'failed'
}
