import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId } from '../../../lib/ids.ts'
import { type DoorMode, type DoorModes, normalModes, type OverrideBehavior } from '../../devices/posture/entity.ts'

/** What a decision needs to know of a panel's posture. */
export type DoorPosture = {
  overrides: readonly { accessPointId: AccessPointId; behavior: OverrideBehavior; endsAt?: Instant | undefined }[]
  modes: DoorModes
}

/** No override and no emergency. */
export const noPosture: DoorPosture = { overrides: [], modes: normalModes }

/** How an emergency holds the door. */
export const modeOf = ({ modes }: DoorPosture, id: AccessPointId): DoorMode =>
  (['normal', 'lockdown', 'egress'] as const).find((mode) => modes[mode].includes(id)) ?? modes.rest

/** An access point as its posture is asked for: a floor is locked down with its lift too. */
export type Held = { id: AccessPointId; floor?: { liftId: AccessPointId } | undefined }

/** Whether an emergency locks it down. */
export const isLockedDown = (posture: DoorPosture, { id, floor }: Held): boolean =>
  modeOf(posture, id) === 'lockdown' || (floor !== undefined && modeOf(posture, floor.liftId) === 'lockdown')

/** Whether one posture locks it down and the one before did not: what was opened for a while is shut then. */
export const goesIntoLockdown = (before: DoorPosture, after: DoorPosture, held: Held): boolean =>
  isLockedDown(after, held) && !isLockedDown(before, held)

/** The override that is in effect at the door, if any: one that has an end is over at that instant, whoever knows of it. */
export const overrideAt = <P extends DoorPosture>(
  { overrides }: P,
  id: AccessPointId,
  at: Instant,
): P['overrides'][number] | undefined =>
  overrides.find(({ accessPointId, endsAt }) => accessPointId === id && (endsAt === undefined || at < endsAt))

/**
 * Whether the door stands unlocked: in an emergency as that says, else as its override says, else as its unlock schedule does
 * (API document, Door Override: an override "takes precedence over schedules, holidays, and schedule exceptions, but not
 * lockdown"). While the fire input of its panel is active it stands unlocked, also in a lockdown: nothing that is ordered keeps
 * people in a fire. A floor is no way out of it: a lift is not released.
 */
export const standsUnlocked = (
  posture: DoorPosture,
  held: Held,
  at: Instant,
  bySchedule: boolean,
  isFireAlarm = false,
): boolean => {
  const { id } = held
  if (isFireAlarm && held.floor === undefined) return true
  if (isLockedDown(posture, held)) return false
  const mode = modeOf(posture, id)
  if (mode === 'egress') return true
  const override = overrideAt(posture, id, at)
  return override ? override.behavior === 'unlock' : bySchedule
}

/** The doors that the posture names. */
export const postureDoors = ({ overrides, modes }: DoorPosture): AccessPointId[] => [
  ...overrides.map(({ accessPointId }) => accessPointId),
  ...modes.normal,
  ...modes.lockdown,
  ...modes.egress,
]
