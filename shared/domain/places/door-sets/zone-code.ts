import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { pinLengthOf } from '../accounts/entity.ts'
import { type DoorSet, ZoneCode } from './entity.ts'
import type { ZoneCodeInvalid } from './errors.ts'

/** Whether a set may have a zone code like this; who else has it, the store says. The account is read only when there is a new one to judge. */
export const checkZoneCode = async (
  deps: Pick<Deps, 'accounts'>,
  accountId: AccountId,
  code: string | null | undefined,
  before?: DoorSet,
): Promise<ZoneCodeInvalid | undefined> => {
  if (code == null || code === before?.zoneCode) return undefined
  if (!ZoneCode.safeParse(code).success) return { kind: 'zone_code_invalid', problem: 'malformed' }
  const minimum = pinLengthOf(await deps.accounts.get(accountId))
  return code.length < minimum ? { kind: 'zone_code_invalid', problem: 'too_short', minimum } : undefined
}

/** What it means that the store does not give a zone code away. */
export const refusedZoneCode = (reason: 'taken' | 'neighbour'): ZoneCodeInvalid => ({
  kind: 'zone_code_invalid',
  problem: reason === 'taken' ? 'taken' : 'beside_another',
})
