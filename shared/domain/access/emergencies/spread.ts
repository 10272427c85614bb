import type { Instant } from '../../../lib/clock.ts'
import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { lookUntil } from '../../devices/look-until.ts'
import { isConnected } from '../../devices/panels/entity.ts'
import { awaitAllApplied, longestWaitMs } from '../../devices/posture/await-applied.ts'
import type { FanOut } from './entity.ts'
import { generationOf, type Settled, settleModes } from './settle-modes.ts'

type Needed = Pick<Deps, 'emergencies' | 'panels' | 'postureWork' | 'postures' | 'presences' | 'now' | 'pause'>

const atOnce = 25
/** More panels are left to those who work on the queue, many at once; these wait for nobody. */
const mostHere = 50

/**
 * Has panels follow the modes that the scenarios in force ask for, and waits for those that are connected: ten seconds in all. Gives those
 * that do not follow yet; they do as soon as they are heard. Only the answer needs this: when it breaks off, the fan-out that was stored
 * with the change of the scenario has the same done for every panel. Without a `fanOut` nothing was stored, and it is done once more.
 */
export const spreadModes = async (
  deps: Needed,
  accountId: AccountId,
  panelIds: readonly PanelId[],
  fanOut?: Pick<FanOut, 'scenarioId' | 'version'>,
): Promise<Set<PanelId>> => {
  const latest = deps.now() + longestWaitMs
  if (panelIds.length <= mostHere) return spreadHere(deps, accountId, panelIds, latest)
  if (fanOut) await deps.postureWork.begin({ accountId, scenarioId: fanOut.scenarioId, version: fanOut.version })
  else await deps.postureWork.nudgeAll(accountId, panelIds)
  return awaitSettled(deps, accountId, panelIds, latest)
}

/** Waits until panels follow modes that were settled since now, or say that they do not, or are out of contact. Gives those that do not follow. */
const awaitSettled = async (
  deps: Needed,
  accountId: AccountId,
  panelIds: readonly PanelId[],
  latest: Instant,
): Promise<Set<PanelId>> => {
  const { generation } = await deps.emergencies.inForce(accountId)
  const behind = new Set<PanelId>()
  let open = [...panelIds]
  await lookUntil(deps, latest - deps.now(), async () => {
    const [postures, presences] = await Promise.all([
      deps.postures.getMany(accountId, open),
      deps.presences.getMany(accountId, open),
    ])
    const now = deps.now()
    const presenceOf = new Map(presences.map((presence) => [presence.panelId, presence]))
    const settled = postures.filter(({ modesOf }) => generationOf(modesOf) >= generation)
    for (const { panelId, modesVersion } of settled) {
      const presence = presenceOf.get(panelId)
      if (!presence || presence.appliedPosture >= modesVersion) presenceOf.delete(panelId)
      else if (!isConnected(presence, now) || (presence.refusedPosture?.version ?? -1) >= modesVersion) {
        presenceOf.delete(panelId)
        behind.add(panelId)
      }
    }
    open = [...presenceOf.keys()]
    return open.length === 0
  })
  return new Set([...behind, ...open])
}

/** Gives the panels their modes, wakes who sends them, and waits. */
const spreadHere = async (
  deps: Needed,
  accountId: AccountId,
  panelIds: readonly PanelId[],
  latest: Instant,
): Promise<Set<PanelId>> => {
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
