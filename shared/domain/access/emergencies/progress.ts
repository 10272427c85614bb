import type { Instant } from '../../../lib/clock.ts'
import type { PanelId } from '../../../lib/ids.ts'
import { isConnected, type PanelPresence } from '../../devices/panels/entity.ts'
import { type DoorMode, firstPosture, type Posture } from '../../devices/posture/entity.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { modeOf } from '../decisions/posture.ts'

/**
 * How far a scenario that was initiated or cleared is: of its `panels` so many were sent what it asks, so many said that they follow it,
 * so many refused it (`failed`); `offline` are those out of contact that do not follow it yet.
 */
export type Progress = { panels: number; sent: number; applied: number; failed: number; offline: number }

/** How far one panel is: `unsent`, then `sent`; in the end `applied`, unless it refused. */
type Stage = 'unsent' | 'sent' | 'applied' | 'failed'

/** What progress is worked out from: doors, the mode that the scenarios in force ask of each, and what is known of their panels. */
type Facts = {
  doors: readonly AccessPoint[]
  modeAsked: (id: AccessPoint['id']) => DoorMode
  postures: readonly Posture[]
  presences: readonly PanelPresence[]
}

/**
 * The doors that do not follow yet, and the progress at their panels. It is worked out from what the panels themselves said last, against
 * the version of their posture that has the modes which are asked now: nothing is counted on the way.
 */
export const decideProgress = ({ doors, modeAsked, postures, presences }: Facts, now: Instant) => {
  const postureOf = new Map(postures.map((posture) => [posture.panelId, posture]))
  const presenceOf = new Map(presences.map((presence) => [presence.panelId, presence]))
  const progress: Progress = { panels: 0, sent: 0, applied: 0, failed: 0, offline: 0 }
  const behind: AccessPoint[] = []
  for (const [panelId, ofPanel] of Map.groupBy(doors, (door) => door.panelId)) {
    const posture = postureOf.get(panelId) ?? firstPosture(panelId)
    const presence = presenceOf.get(panelId)
    const wrong = ofPanel.filter(({ id }) => modeOf(posture, id) !== modeAsked(id))
    const stage = presence ? stageOf(posture.modesVersion, presence) : 'unsent'
    const isApplied = stage === 'applied' && wrong.length === 0
    progress.panels += 1
    if (stage !== 'unsent' && wrong.length === 0) progress.sent += 1
    if (isApplied) progress.applied += 1
    else if (stage === 'failed') progress.failed += 1
    else if (!presence || !isConnected(presence, now)) progress.offline += 1
    behind.push(...(stage === 'applied' ? wrong : ofPanel))
  }
  return { behind: inOrder(behind, doors), progress }
}

const stageOf = (version: number, { appliedPosture, sentPosture, refusedPosture }: PanelPresence): Stage => {
  if (appliedPosture >= version) return 'applied'
  if (refusedPosture && refusedPosture.version >= version) return 'failed'
  return sentPosture >= version ? 'sent' : 'unsent'
}

const inOrder = (some: readonly AccessPoint[], all: readonly AccessPoint[]): AccessPoint[] => {
  const ids = new Set(some.map(({ id }) => id))
  return all.filter(({ id }) => ids.has(id))
}

/** The panels of doors, each once. */
export const panelsOf = (doors: readonly AccessPoint[]): PanelId[] => [...new Set(doors.map(({ panelId }) => panelId))]
