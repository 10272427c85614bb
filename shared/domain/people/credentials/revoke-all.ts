import type { UserId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { updateUser } from '../users/update.ts'
import { releaseInTurns } from './release.ts'

/**
 * Takes every credential from a user: cards, plates, the key in the phone, a pending invitation's too, and the PIN (ours). Should it
 * be cut short, a repeat takes what is left. A user who has none stays as it is.
 */
export const revokeAllCredentials = (
  deps: Pick<Deps, 'accounts' | 'users' | 'credentials' | 'now' | 'newId' | 'newUuid' | 'pause'>,
  principal: Principal,
  userId: UserId,
): Promise<Result<void, NotFound<'user'> | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'user', async () => {
    const [user, held] = await Promise.all([deps.users.get(accountId, userId), deps.credentials.ofUser(accountId, userId)])
    if (!user) return err({ kind: 'not_found', what: 'user', id: userId })
    if (user.pin !== undefined) {
      const cleared = await updateUser(deps, principal, userId, { pin: null })
      if (!cleared.ok) return raced
    }
    return (await releaseInTurns(deps, principal, held)) ? ok(undefined) : raced
  })
}
