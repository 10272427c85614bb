import type { AccountId, PanelId } from '../../../lib/ids.ts'
import { ok } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { Deps } from '../../deps.ts'
import { isConnected } from '../../devices/panels/entity.ts'
import { awaitAllApplied } from '../../devices/posture/await-applied.ts'
import { decideModes } from './modes.ts'

type Needed = Pick<Deps, 'emergencies' | 'panels' | 'postureWork' | 'postures' | 'presences' | 'now' | 'pause'>

const atOnce = 25

/**
 * Gives panels the modes that the scenarios in force ask for, wakes who sends them, and waits up to ten seconds for the panels that
 * are connected. Gives those that do not follow yet; they do as soon as they are heard. The scenarios are read again for each panel, after
 * what changed was stored, so that of two changes at once the last writer knows both.
 */
export const spreadModes = async (deps: Needed, accountId: AccountId, panelIds: readonly PanelId[]): Promise<Set<PanelId>> => {
  const behind = new Set<PanelId>()
  const versions = new Map<PanelId, number>()
  for (let start = 0; start < panelIds.length; start += atOnce) {
    const some = panelIds.slice(start, start + atOnce)
    const written = await Promise.all(some.map((panelId) => spreadTo(deps, accountId, panelId)))
    some.forEach((panelId, index) => {
      const version = written[index]
      if (version === 'failed') behind.add(panelId)
      else if (version !== 'gone' && version !== undefined) versions.set(panelId, version)
    })
  }
  const now = deps.now()
  for (const presence of await deps.presences.getMany(accountId, [...versions.keys()])) {
    if (isConnected(presence, now) || presence.appliedPosture >= presence.postureVersion) continue
    behind.add(presence.panelId)
    versions.delete(presence.panelId)
  }
  for (const panelId of await awaitAllApplied(deps, accountId, versions)) behind.add(panelId)
  return behind
}

/** The version of the panel's posture that has its modes; `failed` when others kept changing it. */
const spreadTo = async (deps: Needed, accountId: AccountId, panelId: PanelId): Promise<number | 'gone' | 'failed'> => {
  const spread = await untilFirst(deps, 'control panel', async () => {
    const [panel, posture, active] = await Promise.all([
      deps.panels.get(accountId, panelId),
      deps.postures.get(accountId, panelId),
      deps.emergencies.active(accountId),
    ])
    if (!panel) return ok('gone' as const)
    const modes = decideModes(panel.accessPointIds, active)
    if (JSON.stringify(modes) === JSON.stringify(posture.modes)) return ok(posture.version)
    const next = { ...posture, modes, version: posture.version + 1, updatedAt: deps.now() }
    return (await deps.postures.replace(accountId, next, {}, undefined)).ok ? ok(next.version) : raced
  })
  if (!spread.ok) return 'failed'
  if (spread.value !== 'gone') await deps.postureWork.nudge(accountId, panelId)
  return spread.value
}
