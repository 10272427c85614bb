import type { IndexedRules } from '../../shared/domain/access/decisions/index-rules.ts'
import { type DoorPosture, goesIntoLockdown, type Held, isLockedDown } from '../../shared/domain/access/decisions/posture.ts'
import type { AccessPointId } from '../../shared/lib/ids.ts'
import type { CommandPayload } from '../../shared/panel-protocol/command.ts'

/** What a command is for: a door, a lift, or floors of the lift by their outputs. */
export type Target = Pick<CommandPayload, 'accessPointId' | 'relays'>

/** What lockdowns hold at a panel, by the rules and the posture that it follows at the moment. */
export const createLockdowns = (rules: () => IndexedRules | undefined, posture: () => DoorPosture) => {
  const heldOf = (id: AccessPointId): Held => rules()?.accessPoints.get(id) ?? { id }
  return {
    heldOf,
    /** Whether it has gone into lockdown since the posture was `before`: what was opened for a while then is shut. */
    hasCome: (id: AccessPointId, before: DoorPosture): boolean => goesIntoLockdown(before, posture(), heldOf(id)),
    /** Whether the door, the lift or one of the floors is locked down. */
    hold({ accessPointId, relays = [] }: Target): boolean {
      const floors = (rules()?.floorsOf.get(accessPointId) ?? []).filter(({ floor }) => floor && relays.includes(floor.relay))
      return [heldOf(accessPointId), ...floors].some((held) => isLockedDown(posture(), held))
    },
  }
}
