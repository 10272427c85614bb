import type { AccessPointId } from '../../../lib/ids.ts'
import { err, type Result } from '../../../lib/result.ts'
import { decidePerson } from '../../access/decisions/decide-person.ts'
import type { DecisionReason } from '../../access/decisions/decision.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Command } from '../../devices/commands/entity.ts'
import { may } from '../../identity/principals/may.ts'
import type { CardHolderPrincipal, Principal } from '../../identity/principals/principal.ts'
import type { Credential } from '../../people/credentials/entity.ts'
import { ownMobileKey } from '../../people/mobile-keys/own.ts'
import type { User } from '../../people/users/entity.ts'
import type { Stamp } from '../../record/events/audit.ts'
import type { Event, EventActor } from '../../record/events/entity.ts'
import { actorOfPerson } from '../../record/events/record.ts'
import { accessType } from '../../record/events/report-type.ts'
import { type ActivateError, activateAccessPoint } from './activate.ts'
import type { AccessPoint } from './entity.ts'
import type { UnlockDenied } from './errors.ts'
import { order } from './order.ts'
import { abilitiesOf, deviceTypeOf } from './types.ts'

type Needed = Pick<
  Deps,
  | 'accessPoints'
  | 'commands'
  | 'credentials'
  | 'doorSets'
  | 'events'
  | 'groups'
  | 'holidays'
  | 'panelWork'
  | 'postures'
  | 'rules'
  | 'schedules'
  | 'sites'
  | 'users'
  | 'now'
  | 'newUuid'
  | 'randomBytes'
>

/**
 * Opens a door for a person with a key in the phone (API document, Unlock Access Point): "granted if the card holder has permission
 * to access this door". It is decided here by the rules of the panel. `presented` is the value of the key, which may be left out;
 * one that is not the person's own is refused. Whoever is let in although the door is locked down gets an order that the panel follows in a
 * lockdown, and whoever has a permission that overrides privacy one that it follows in privacy. A refusal is an access event of the door, as if the door had refused. Who may activate
 * the door, and is no card holder, activates it.
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
  const [point, user] = await Promise.all([
    deps.accessPoints.get(accountId, accessPointId),
    deps.users.get(accountId, principal.userId),
  ])
  if (!point) return err({ kind: 'not_found', what: 'access point', id: accessPointId })
  if (!abilitiesOf(point.type).locks) return denied
  const attempt = await tried(deps, principal, point, user, presented)
  if (attempt.reason === 'granted') {
    const also = {
      ...(attempt.key ? { credentialId: attempt.key.id } : {}),
      ...(attempt.isLockedDown ? { inLockdown: true as const } : {}),
      ...(attempt.overridesPrivacy ? { inPrivacy: true as const } : {}),
    }
    return order(deps, principal, point, { kind: 'activate', durationSeconds: point.pulseSeconds, ...also })
  }
  const stamp = { now: deps.now(), uuid: deps.newUuid() }
  await deps.events.add(accountId, refusalEvent(stamp, actorOfPerson(principal.userId, user), point, attempt))
  return denied
}

/** What was decided, and by which key, when it is known. `isLockedDown`: it was decided so for a lockdown of the door; `overridesPrivacy`: also for privacy. */
type Attempt = { reason: DecisionReason; key?: Credential; isLockedDown?: boolean; overridesPrivacy?: boolean }

const tried = async (
  deps: Needed,
  principal: CardHolderPrincipal,
  point: AccessPoint,
  user: User | undefined,
  presented: string | undefined,
): Promise<Attempt> => {
  const { accountId } = principal
  if (!user) return { reason: 'unknown_credential' }
  if (user.suspended) return { reason: 'user_suspended' }
  const own = await ownMobileKey(deps, principal)
  if (!own.ok) return { reason: 'nothing_presented' }
  const { key } = own.value
  if (presented !== undefined && presented !== key.encoded && presented !== key.token) return { reason: 'unknown_credential' }
  const shown = { accessPointId: point.id, kind: 'mobile_key', encodedCredential: key.encoded } as const
  const decided = await decidePerson(deps, accountId, point, { user, credential: key }, shown, deps.now())
  const { reason, isLockedDown, overridesPrivacy } = decided
  // rules hold nobody who may pass nowhere: the key is known here, so what is missing is a permission
  return { reason: reason === 'unknown_credential' ? 'no_permission' : reason, key, isLockedDown, overridesPrivacy }
}

/** The event of a refusal. A value that is not the person's own is not in it: it may be another person's key. */
const refusalEvent = ({ now, uuid }: Stamp, actor: EventActor, point: AccessPoint, { reason, key }: Attempt): Event => ({
  uuid,
  kind: 'access',
  type: accessType({ decision: 'denied', reason }),
  actor,
  subject: { kind: 'access_point', id: point.id, name: point.name, ...deviceTypeOf(point) },
  site: { id: point.siteId, name: point.siteName },
  occurredAt: now,
  processedAt: now,
  facts: { reason, side: 1, ...(key ? { credential: { id: key.id, kind: key.kind, disabled: false } } : {}) },
})
