import type { AccessPointId } from '../../../lib/ids.ts'
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
export type WantedFloors = { floorIds: readonly AccessPointId[]; durationSeconds: number }

/** Lets the passengers of a lift choose floors for a while (API document, Elevator Activation). The floors have to be behind the door. */
export const activateFloors = async (
  deps: Pick<Deps, 'accessPoints' | 'commands' | 'panelWork' | 'now' | 'randomBytes'>,
  principal: Principal,
  accessPointId: AccessPointId,
  { floorIds, durationSeconds }: WantedFloors,
): Promise<Result<Command, ActivateError | FloorsInvalid | NotFound<'lift floor'>>> => {
  const { accountId } = principal
  const count = floorIds.length
  if (count < 1 || count > maxFloors) return err({ kind: 'floors_invalid', count, max: maxFloors })
  const [point, found] = await Promise.all([
    deps.accessPoints.get(accountId, accessPointId),
    deps.accessPoints.getMany(accountId, [...floorIds]),
  ])
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  if (!point.activationEnabled) return err({ kind: 'activation_not_enabled', accessPointId })
  const floors = found.filter(({ floor }) => floor?.liftId === accessPointId)
  const missing = floorIds.find((id) => !floors.some((floor) => floor.id === id))
  if (missing !== undefined) return err({ kind: 'not_found', what: 'lift floor', id: missing })
  const closed = floors.find(({ activationEnabled }) => !activationEnabled)
  if (closed) return err({ kind: 'activation_not_enabled', accessPointId: closed.id })
  const relays = floors.flatMap(({ floor }) => floor?.relay ?? []).sort((one, other) => one - other)
  return order(deps, principal, point, { kind: 'activate_floors', durationSeconds, relays, floorIds: [...floorIds] })
}
