import type { UserId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { ended, type Invitation } from './entity.ts'
import { invitationEvent, keyEvent } from './events.ts'
import { pendingOf } from './list.ts'

/** Cancels the pending invitation of a user and deletes its key (API document, Cancel User Digital Invitation). */
export const cancelInvitation = async (
  deps: Pick<Deps, 'users' | 'invitations' | 'credentials' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  userId: UserId,
): Promise<Result<Invitation, NotFound<'holder' | 'invitation'> | ChangedMeanwhile>> =>
  untilFirst(deps, 'invitation', async () => {
    const pending = await pendingOf(deps, principal, userId)
    if (!pending.ok) return pending
    const { invitation, key } = pending.value
    const now = deps.now()
    const after = ended(invitation, 'cancelled', now)
    const events = [
      keyEvent(deps, principal, 'credential.deleted', key, now),
      invitationEvent(deps, principal, 'invitation.cancelled', { before: invitation, after }, now),
    ]
    return (await deps.invitations.withdraw(principal.accountId, after, key, events)).ok ? ok(after) : raced
  })
