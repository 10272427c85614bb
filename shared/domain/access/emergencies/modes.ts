import type { AccessPointId } from '../../../lib/ids.ts'
import { type DoorMode, type DoorModes, normalModes } from '../../devices/posture/entity.ts'
import type { Scenario } from './entity.ts'

const modes = ['normal', 'lockdown', 'egress'] as const

/** Says the mode of a door: that of the scenario which was initiated last among those in force that hold it. */
export const modesAskedBy = (active: readonly Scenario[]): ((id: AccessPointId) => DoorMode) => {
  const latestFirst = [...active].sort(
    (one, other) => (other.active?.issuedAt ?? 0) - (one.active?.issuedAt ?? 0) || other.id - one.id,
  )
  return (id) =>
    latestFirst.find(({ isFull, active: held }) => held && (isFull || held.accessPointIds.includes(id)))?.kind ?? 'normal'
}

/**
 * The modes of a panel's doors, as the scenarios in force ask for them. What most doors have is `rest`, so that at most two thirds
 * of the doors are listed.
 */
export const decideModes = (doors: readonly AccessPointId[], active: readonly Scenario[]): DoorModes => {
  const byMode = Map.groupBy(
    [...doors].sort((one, other) => one - other),
    modesAskedBy(active),
  )
  const count = (mode: DoorMode) => byMode.get(mode)?.length ?? 0
  const rest = modes.reduce((most, mode) => (count(mode) > count(most) ? mode : most))
  const listed = modes.filter((mode) => mode !== rest).map((mode) => [mode, byMode.get(mode) ?? []])
  return { ...normalModes, rest, ...Object.fromEntries(listed) }
}
