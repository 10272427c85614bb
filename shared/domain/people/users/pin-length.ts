import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { pinLengthOf } from '../../places/accounts/entity.ts'
import type { PinTooShort } from './errors.ts'

/**
 * Refuses a new PIN with fewer digits than the account asks for. Who has a shorter one from before keeps it. The account is read only
 * when there is a PIN to judge.
 */
export const shortPin = async (
  deps: Pick<Deps, 'accounts'>,
  accountId: AccountId,
  pin: string | null | undefined,
): Promise<PinTooShort | undefined> => {
  if (!pin) return undefined
  const minimum = pinLengthOf(await deps.accounts.get(accountId))
  return pin.length < minimum ? { kind: 'pin_too_short', minimum } : undefined
}
