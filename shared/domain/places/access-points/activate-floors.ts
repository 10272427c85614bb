import type { AccessPointId, LiftFloorId } from '../../../lib/ids.ts'
import { err, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Command } from '../../devices/commands/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { ActivateError } from './activate.ts'
import type { FloorsInvalid } from './errors.ts'
import { order } from './order.ts'

/** The most floors that one order pulses. */
export const maxFloors = 64

/** The floors that are asked for, and for how long a passenger may choose them. */
export type WantedFloors = { liftFloorIds: readonly LiftFloorId[]; durationSeconds: number }

/** Lets the passengers of a lift choose floors for a while (API document, Elevator Activation). The floors have to be behind the door. */
export const activateFloors = async (
  deps: Pick<Deps, 'accessPoints' | 'commands' | 'liftFloors' | 'panelWork' | 'now' | 'randomBytes'>,
  principal: Principal,
  accessPointId: AccessPointId,
  { liftFloorIds, durationSeconds }: WantedFloors,
): Promise<Result<Command, ActivateError | FloorsInvalid | NotFound<'lift floor'>>> => {
  const { accountId } = principal
  const count = liftFloorIds.length
  if (count < 1 || count > maxFloors) return err({ kind: 'floors_invalid', count, max: maxFloors })
  const [point, floors] = await Promise.all([
    deps.accessPoints.get(accountId, accessPointId),
    deps.liftFloors.ofDoor(accountId, accessPointId),
  ])
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  if (!point.activationEnabled) return err({ kind: 'activation_not_enabled', accessPointId })
  const missing = liftFloorIds.find((id) => !floors.some((floor) => floor.id === id))
  if (missing !== undefined) return err({ kind: 'not_found', what: 'lift floor', id: missing })
  const relays = floors.filter(({ id }) => liftFloorIds.includes(id)).map(({ relay }) => relay)
  return order(deps, principal, point, { kind: 'activate_floors', durationSeconds, relays })
}
