import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { Credential } from '../credentials/entity.ts'
import { maxReleasedAtOnce, releaseInTurns } from '../credentials/release.ts'
import { userAsObject } from './change.ts'
import type { User } from './entity.ts'

type Needed = Pick<Deps, 'users' | 'credentials' | 'now' | 'newUuid' | 'pause'>

/**
 * Deletes a user: its memberships end and its credentials become free in the same transaction. A user with more credentials
 * than one transaction holds loses the others first; should that be cut short, the user is still there to be deleted again.
 */
export const removeUser = async (
  deps: Needed,
  principal: Principal,
  userId: UserId,
): Promise<Result<void, NotFound<'user'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'user', async () => {
    const [user, held] = await Promise.all([deps.users.get(accountId, userId), deps.credentials.ofUser(accountId, userId)])
    if (!user) return err({ kind: 'not_found', what: 'user', id: userId })
    const last = held.slice(-maxReleasedAtOnce)
    if (!(await releaseInTurns(deps, principal, held.slice(0, -maxReleasedAtOnce)))) return raced
    const now = deps.now()
    const deleted = user.kind === 'VISITOR' ? 'visitor.deleted' : 'user.deleted'
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, deleted, userAsObject(user), lost(user, last))
    const removed = await deps.users.remove(accountId, user, last, now, event)
    return removed.ok ? ok(undefined) : raced
  })
}

/** What goes with a user, in the words of its audit event. */
const lost = (user: User, credentials: Credential[]) =>
  propertyChanges(
    {
      groups: user.groupIds.join(', '),
      credentials: credentials.map(({ id }) => id).join(', '),
    },
    {},
    ['groups', 'credentials'],
  )
