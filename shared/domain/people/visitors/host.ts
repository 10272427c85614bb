import type { UserId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'

/** Whether somebody may be visited: a user of the account is, a visitor is not. */
export const isHost = async (deps: Pick<Deps, 'users'>, { accountId }: Principal, hostId: UserId): Promise<boolean> =>
  (await deps.users.get(accountId, hostId))?.kind === 'USER'
