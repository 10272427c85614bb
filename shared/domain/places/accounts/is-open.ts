import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { accountSubject } from '../../identity/revocations/entity.ts'
import { isOpen } from './entity.ts'

/** Reads whether an account is open, with the subject of the notices that make this out of date. */
export const isAccountOpen = async (
  deps: Pick<Deps, 'accounts'>,
  accountId: AccountId,
): Promise<{ authority: true | undefined; subjects: readonly string[] }> => ({
  authority: isOpen(await deps.accounts.get(accountId)) ? true : undefined,
  subjects: [accountSubject(accountId)],
})
