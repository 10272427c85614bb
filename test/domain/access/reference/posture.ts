import type { DoorPosture } from '../../../../shared/domain/access/decisions/posture.ts'
import type { PanelAccessPoint } from '../../../../shared/domain/access/decisions/rules.ts'

/** How an emergency holds an access point. */
export const modeOf = ({ modes }: DoorPosture, wanted: number): string => {
  if (modes.normal.some((id) => id === wanted)) return 'normal'
  if (modes.lockdown.some((id) => id === wanted)) return 'lockdown'
  if (modes.egress.some((id) => id === wanted)) return 'egress'
  return modes.rest
}

/** A floor is in lockdown with its lift too. */
export const isLockedDown = (posture: DoorPosture, { id, floor }: PanelAccessPoint): boolean => {
  if (modeOf(posture, id) === 'lockdown') return true
  return floor !== undefined && modeOf(posture, floor.liftId) === 'lockdown'
}
