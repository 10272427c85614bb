import type { AccessPointId } from '../../../lib/ids.ts'
import { err, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Command } from '../../devices/commands/entity.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { AccessPointNotConnected, ActivationNotEnabled } from './errors.ts'
import { order } from './order.ts'

export type ActivateError = NotFound<'access point'> | ActivationNotEnabled | AccessPointNotConnected

/**
 * Pulses a door for its own pulse time (API document, Access Point Activation), if its activation is enabled: two trips, within the
 * life of a momentary command.
 */
export const activateAccessPoint = async (
  deps: Pick<Deps, 'accessPoints' | 'commands' | 'panelWork' | 'now' | 'randomBytes'>,
  principal: Principal,
  accessPointId: AccessPointId,
): Promise<Result<Command, ActivateError>> => {
  const point = await deps.accessPoints.get(principal.accountId, accessPointId)
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  if (!point.activationEnabled) return err({ kind: 'activation_not_enabled', accessPointId })
  return order(deps, principal, point, { kind: 'activate', durationSeconds: point.pulseSeconds })
}
