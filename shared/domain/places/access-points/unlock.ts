import type { AccessPointId } from '../../../lib/ids.ts'
import { err, type Result } from '../../../lib/result.ts'
import { decidePerson } from '../../access/decisions/decide-person.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Command } from '../../devices/commands/entity.ts'
import { may } from '../../identity/principals/may.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { ownMobileKey } from '../../people/mobile-keys/own.ts'
import { type ActivateError, activateAccessPoint } from './activate.ts'
import type { UnlockDenied } from './errors.ts'
import { order } from './order.ts'

type Needed = Pick<
  Deps,
  | 'accessPoints'
  | 'commands'
  | 'credentials'
  | 'doorSets'
  | 'groups'
  | 'holidays'
  | 'panelWork'
  | 'postures'
  | 'rules'
  | 'schedules'
  | 'sites'
  | 'users'
  | 'now'
  | 'randomBytes'
>

/**
 * Opens a door for a person with a key in the phone (API document, Unlock Access Point): "granted if the card holder has permission
 * to access this door". It is decided here by the rules of the panel. `presented` is the value of the key, which may be left out;
 * one that is not the person's own is refused. Who may activate the door, and is no card holder, activates it.
 */
export const unlockAccessPoint = async (
  deps: Needed,
  principal: Principal,
  accessPointId: AccessPointId,
  presented: string | undefined,
): Promise<Result<Command, ActivateError | UnlockDenied | NotFound<'access point'>>> => {
  const { accountId } = principal
  const denied = err<UnlockDenied>({ kind: 'unlock_denied', accessPointId })
  if (principal.kind !== 'cardHolder') {
    return may(principal, 'access-points:activate') ? activateAccessPoint(deps, principal, accessPointId) : denied
  }
  const [point, own] = await Promise.all([deps.accessPoints.get(accountId, accessPointId), ownMobileKey(deps, principal)])
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  if (!own.ok) return denied
  const { user, key } = own.value
  if (presented !== undefined && presented !== key.encoded && presented !== key.token) return denied
  const shown = { accessPointId, kind: 'mobile_key', encodedCredential: key.encoded } as const
  const { decision } = await decidePerson(deps, accountId, point, { user, credential: key }, shown, deps.now())
  return decision === 'granted'
    ? order(deps, principal, point, { kind: 'activate', durationSeconds: point.pulseSeconds })
    : denied
}
