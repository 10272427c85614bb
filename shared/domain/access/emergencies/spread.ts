import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { isConnected } from '../../devices/panels/entity.ts'
import { awaitAllApplied, longestWaitMs } from '../../devices/posture/await-applied.ts'
import { type Settled, settleModes } from './settle-modes.ts'

type Needed = Pick<Deps, 'emergencies' | 'panels' | 'postureWork' | 'postures' | 'presences' | 'now' | 'pause'>

const atOnce = 25

/**
 * Gives panels the modes that the scenarios in force ask for, wakes who sends them, and waits for the panels that are connected: ten
 * seconds in all. Gives those that do not follow yet; they do as soon as they are heard. Only the answer needs this: when it breaks off,
 * the fan-out that was stored with the change of the scenario has the same done for every panel.
 */
export const spreadModes = async (deps: Needed, accountId: AccountId, panelIds: readonly PanelId[]): Promise<Set<PanelId>> => {
  const latest = deps.now() + longestWaitMs
  const behind = new Set<PanelId>()
  const versions = new Map<PanelId, number>()
  for (let start = 0; start < panelIds.length; start += atOnce) {
    const some = panelIds.slice(start, start + atOnce)
    if (deps.now() > latest) {
      for (const panelId of some) behind.add(panelId)
      continue
    }
    const settled = await spreadTo(deps, accountId, some)
    some.forEach((panelId, index) => {
      const version = settled[index]
      if (version === 'failed') behind.add(panelId)
      else if (version !== 'gone' && version !== undefined) versions.set(panelId, version)
    })
  }
  const now = deps.now()
  for (const presence of await deps.presences.getMany(accountId, [...versions.keys()])) {
    if (isConnected(presence, now) || presence.appliedPosture >= (versions.get(presence.panelId) ?? 0)) continue
    behind.add(presence.panelId)
    versions.delete(presence.panelId)
  }
  for (const panelId of await awaitAllApplied(deps, accountId, versions, latest)) behind.add(panelId)
  return behind
}

/** Gives panels their modes and wakes who sends them; what became of each. */
export const spreadTo = async (
  deps: Omit<Needed, 'presences'>,
  accountId: AccountId,
  panelIds: readonly PanelId[],
): Promise<Settled[]> => {
  const settled = await settleModes(deps, accountId, panelIds)
  await deps.postureWork.nudgeAll(
    accountId,
    panelIds.filter((_, index) => typeof settled[index] === 'number'),
  )
  return settled
}
