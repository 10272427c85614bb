import type { AccessPointId } from '../../../lib/ids.ts'
import { type DoorMode, type DoorModes, normalModes } from '../../devices/posture/entity.ts'
import type { Scenario } from './entity.ts'

const modes = ['normal', 'lockdown', 'egress'] as const

/**
 * The modes of a panel's doors: each has that of the scenario in force which was initiated last among those that hold it. What most
 * doors have is `rest`, so that at most two thirds of the doors are listed.
 */
export const decideModes = (doors: readonly AccessPointId[], active: readonly Scenario[]): DoorModes => {
  const latestFirst = [...active].sort(
    (one, other) => (other.active?.issuedAt ?? 0) - (one.active?.issuedAt ?? 0) || other.id - one.id,
  )
  const modeOf = (id: AccessPointId): DoorMode =>
    latestFirst.find(({ isFull, active: held }) => held && (isFull || held.accessPointIds.includes(id)))?.kind ?? 'normal'
  const byMode = Map.groupBy(
    [...doors].sort((one, other) => one - other),
    modeOf,
  )
  const count = (mode: DoorMode) => byMode.get(mode)?.length ?? 0
  const rest = modes.reduce((most, mode) => (count(mode) > count(most) ? mode : most))
  const listed = modes.filter((mode) => mode !== rest).map((mode) => [mode, byMode.get(mode) ?? []])
  return { ...normalModes, rest, ...Object.fromEntries(listed) }
}
