import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { credentialAsObject } from '../credentials/as-object.ts'
import type { Credential } from '../credentials/entity.ts'
import { userAsObject } from './change.ts'
import type { User } from './entity.ts'

type Needed = Pick<Deps, 'users' | 'credentials' | 'now' | 'newUuid' | 'pause'>

/** As many credentials as become free in one transaction: each is two writes and, on its own, an event. */
const maxAtOnce = 25

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
    const last = await releaseAllButLast(deps, principal, held)
    if (!last) return raced
    const now = deps.now()
    const deleted = user.kind === 'VISITOR' ? 'visitor.deleted' : 'user.deleted'
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, deleted, userAsObject(user), lost(user, last))
    const removed = await deps.users.remove(accountId, user, last, now, event)
    return removed.ok ? ok(undefined) : raced
  })
}

/** Frees all but the last few of a user's credentials and gives those; undefined when another writer changed one of them. */
const releaseAllButLast = async (deps: Needed, principal: Principal, held: Credential[]): Promise<Credential[] | undefined> => {
  let left = held
  while (left.length > maxAtOnce) {
    const some = left.slice(0, maxAtOnce)
    const now = deps.now()
    const events = some.map((credential) =>
      auditEvent({ now, uuid: deps.newUuid() }, principal, 'credential.revoked', credentialAsObject(credential)),
    )
    const released = await deps.credentials.release(principal.accountId, some, now, events)
    if (!released.ok) return undefined
    left = left.slice(maxAtOnce)
  }
  return left
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
