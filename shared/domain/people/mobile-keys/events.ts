import type { Instant } from '../../../lib/clock.ts'
import type { Deps } from '../../deps.ts'
import type { CardHolderPrincipal, Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { Event, EventType } from '../../record/events/entity.ts'
import { credentialAsObject } from '../credentials/as-object.ts'
import type { Credential } from '../credentials/entity.ts'
import type { Invitation } from './entity.ts'

/** The audit event of what happened to an invitation; its subject is the key, even when that is gone. The code stands in none. */
export const invitationEvent = (
  deps: Pick<Deps, 'newUuid'>,
  principal: Principal,
  type: EventType,
  { before, after }: { before?: Invitation | undefined; after: Invitation },
  now: Instant,
): Event => {
  const subject = { id: after.credentialId, kind: 'credential' as const, name: after.referenceId }
  const changes = propertyChanges(before ?? {}, after, ['userId', 'referenceId', 'walletPass', 'state', 'expiresAt'])
  return auditEvent({ now, uuid: deps.newUuid() }, principal, type, subject, changes)
}

/** The audit event that a key was made for a user, or deleted with its invitation. */
export const keyEvent = (
  deps: Pick<Deps, 'newUuid'>,
  principal: Principal,
  type: 'credential.created' | 'credential.deleted',
  key: Credential,
  now: Instant,
): Event => {
  const [before, after] = type === 'credential.created' ? [{}, key] : [key, {}]
  const changes = propertyChanges(before, after, ['userId'])
  return auditEvent({ now, uuid: deps.newUuid() }, principal, type, credentialAsObject(key), changes)
}

/** The holder of a card or key, acting alone. */
export const holderPrincipal = (
  { accountId, userId }: Pick<CardHolderPrincipal, 'accountId' | 'userId'>,
  name: string,
): CardHolderPrincipal => ({ kind: 'cardHolder', accountId, userId, name, grants: [] })
