import type { Instant } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { ended, type Invitation, isWaiting } from './entity.ts'
import { invitationEvent, keyEvent } from './events.ts'

type Needed = Pick<Deps, 'invitations' | 'credentials' | 'newUuid'>

/** So many at a time: what is left is found when the next place is needed. */
const atOnce = 25

/** Ends an invitation that nobody redeemed in time, deletes its key and gives its places back; false when another writer was first. */
export const expireInvitation = async (
  deps: Needed,
  accountId: AccountId,
  invitation: Invitation,
  now: Instant,
): Promise<boolean> => {
  const system: Principal = { kind: 'system', accountId, reason: 'An invitation expired', grants: [] }
  const key = await deps.credentials.get(accountId, invitation.credentialId)
  const waiting = isWaiting(invitation, key) ? key : undefined
  const after = ended(invitation, waiting ? 'expired' : 'cancelled', now)
  const events = [
    ...(waiting ? [keyEvent(deps, system, 'credential.deleted', waiting, now)] : []),
    invitationEvent(deps, system, waiting ? 'invitation.expired' : 'invitation.cancelled', { before: invitation, after }, now),
  ]
  return (await deps.invitations.withdraw(accountId, after, waiting, events)).ok
}

/** Ends invitations of the account that nobody redeemed in time; gives how many. */
export const expireLate = async (deps: Needed, accountId: AccountId, now: Instant): Promise<number> => {
  const late = await deps.invitations.lateOf(accountId, now, atOnce)
  const done = await Promise.all(late.map((invitation) => expireInvitation(deps, accountId, invitation, now)))
  return done.filter((one) => one).length
}
