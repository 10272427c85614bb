import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { allotmentsOf } from '../../places/accounts/entity.ts'
import type { Places } from './entity.ts'
import { expireLate } from './expire.ts'

/** How many of each may be assigned in an account, and how many are. */
export type Allotment = { allotted: Places; assigned: Places }

/** The allotments of the account. Invitations that nobody redeemed in time give their places back before they are counted. */
export const readAllotment = async (
  deps: Pick<Deps, 'accounts' | 'invitations' | 'credentials' | 'now' | 'newUuid'>,
  { accountId }: Principal,
): Promise<Allotment> => {
  while ((await expireLate(deps, accountId, deps.now())) > 0);
  const [account, assigned] = await Promise.all([deps.accounts.get(accountId), deps.credentials.places(accountId)])
  return { allotted: allotmentsOf(account), assigned }
}
