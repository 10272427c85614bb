import type { AccountId, PanelId } from '../../../lib/ids.ts'
import { ok } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { Deps } from '../../deps.ts'
import { firstPosture, type Posture } from '../../devices/posture/entity.ts'
import { decideModes } from './modes.ts'

type Needed = Pick<Deps, 'emergencies' | 'panels' | 'postures' | 'now' | 'pause'>

/** The version of its posture that gave a panel the modes it has; `failed`: others kept changing it; `gone`: there is no such panel. */
export type Settled = number | 'gone' | 'failed'

/**
 * Gives panels the modes that the scenarios in force ask for; what became of each, in their order.
 *
 * Postures are read before panels and scenarios, and each is written only when it is still the one that was read. So whoever read
 * scenarios or doors that have changed since cannot overwrite what was made of newer ones: a late repeat does no harm. One whose modes
 * are right already is confirmed as that: else who read it when another mode was asked could still write that mode. A posture that
 * another writer changed or confirmed meanwhile is read again with all the rest.
 */
export const settleModes = async (deps: Needed, accountId: AccountId, panelIds: readonly PanelId[]): Promise<Settled[]> => {
  const settled = new Map<PanelId, Settled>()
  const done = await untilFirst(deps, 'control panel', async () => {
    const left = panelIds.filter((panelId) => !settled.has(panelId))
    const found = await trySettle(deps, accountId, left)
    for (const [panelId, one] of found) settled.set(panelId, one)
    return found.size < left.length ? raced : ok(settled)
  })
  return panelIds.map((panelId) => settled.get(panelId) ?? (done.ok ? 'gone' : 'failed'))
}

/** Of which generation of scenarios in force the modes of a posture are, by its `modesOf`; 0 before they were settled. */
export const generationOf = (modesOf: string | undefined): number => Number.parseInt(modesOf ?? '0', 10)

/** Those of the panels whose posture nobody else changed meanwhile. */
const trySettle = async (deps: Needed, accountId: AccountId, panelIds: readonly PanelId[]): Promise<Map<PanelId, Settled>> => {
  const strongly = { consistent: true }
  const postures = new Map((await deps.postures.getMany(accountId, panelIds, strongly)).map((one) => [one.panelId, one]))
  const [panels, { active, generation }] = await Promise.all([
    deps.panels.getMany(accountId, [...panelIds], strongly),
    deps.emergencies.inForce(accountId),
  ])
  const byId = new Map(panels.map((panel) => [panel.id, panel]))
  const settled = await Promise.all(
    panelIds.map(async (panelId): Promise<[PanelId, Settled] | undefined> => {
      const panel = byId.get(panelId)
      if (!panel) return [panelId, 'gone']
      const posture: Posture = postures.get(panelId) ?? firstPosture(panelId)
      const modes = decideModes(panel.accessPointIds, active)
      const modesOf = `${generation}.${panel.version}`
      if (JSON.stringify(modes) === JSON.stringify(posture.modes)) {
        const isConfirmed = posture.modesOf === modesOf || (await deps.postures.confirm(accountId, posture, modesOf))
        return isConfirmed ? [panelId, posture.modesVersion] : undefined
      }
      const version = posture.version + 1
      const next = { ...posture, modes, version, modesVersion: version, modesOf, updatedAt: deps.now() }
      return (await deps.postures.replace(accountId, next, { read: posture }, undefined)).ok ? [panelId, version] : undefined
    }),
  )
  return new Map(settled.flatMap((one) => (one ? [one] : [])))
}
