import type { AccessPointId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { uuidV7 } from '../../../lib/uuid.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Command } from '../../devices/commands/entity.ts'
import { momentaryLifeMs } from '../../devices/commands/lifecycle.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { actorOf, type Stamp } from '../../record/events/audit.ts'
import type { AccessPoint } from './entity.ts'
import type { AccessPointNotConnected, ActivationNotEnabled } from './errors.ts'

export type ActivateError = NotFound<'access point'> | ActivationNotEnabled | AccessPointNotConnected

/** Only a door whose activation is enabled may be pulsed: for its own pulse time, within the life of a momentary command. */
export const decideActivation = (
  point: AccessPoint,
  principal: Principal,
  { now, uuid }: Stamp,
): Result<Command, ActivationNotEnabled> =>
  point.activationEnabled
    ? ok({
        id: uuid,
        panelId: point.panelId,
        kind: 'activate',
        accessPoint: { id: point.id, name: point.name, siteId: point.siteId, siteName: point.siteName },
        by: actorOf(principal),
        durationSeconds: point.pulseSeconds,
        issuedAt: now,
        notAfter: now + momentaryLifeMs,
        state: 'accepted',
        sends: 0,
      })
    : err({ kind: 'activation_not_enabled', accessPointId: point.id })

/**
 * Pulses a door (API document, Access Point Activation). Whether the panel is connected is asked by the write itself: so it is
 * two trips, and a command is never stored for a panel that went away in between. The nudge only saves time: a panel also asks
 * for its commands when it connects and at each heartbeat.
 */
export const activateAccessPoint = async (
  deps: Pick<Deps, 'accessPoints' | 'commands' | 'panelWork' | 'now' | 'randomBytes'>,
  principal: Principal,
  accessPointId: AccessPointId,
): Promise<Result<Command, ActivateError>> => {
  const { accountId } = principal
  const point = await deps.accessPoints.get(accountId, accessPointId)
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  const now = deps.now()
  const decided = decideActivation(point, principal, { now, uuid: uuidV7(now, deps.randomBytes(10)) })
  if (!decided.ok) return decided
  const isStored = await deps.commands.add(accountId, decided.value, now)
  if (!isStored) return err({ kind: 'access_point_not_connected', accessPointId })
  await deps.panelWork.nudge(accountId, point.panelId)
  return decided
}
