import type { Credential } from '../../domain/people/credentials/entity.ts'
import { type Places, placeNames, placesTaken } from '../../domain/people/mobile-keys/entity.ts'
import type { AccountId } from '../../lib/ids.ts'
import { allotmentKey } from '../keys/people.ts'
import type { Condition, Table, Write } from '../table/types.ts'

/**
 * The write that keeps the places of the account's allotments as credentials become others; none when no place is taken or given
 * back. With `limits` it is refused when more would be taken than those.
 */
export const allotmentWrites = (
  accountId: AccountId,
  before: readonly Credential[],
  after: readonly Credential[],
  limits?: Places,
): Write[] => {
  const taken = placesTaken(before, after)
  const names = placeNames.filter((name) => taken[name] !== 0)
  if (names.length === 0) return []
  const add = Object.fromEntries(names.map((name) => [name, taken[name]]))
  const when = names
    .filter((name) => taken[name] > 0)
    .flatMap((name) => (limits ? [hasRoom(name, limits[name] - taken[name])] : []))
  return [{ update: allotmentKey(accountId), set: { entity: 'allotments' }, add, ...(when.length > 0 ? { when } : {}) }]
}

/** What may be taken already for there to be room. Nothing is taken while nobody has taken a place. */
const hasRoom = (name: keyof Places, atMost: number): Condition => {
  const enough: Condition = { attribute: name, is: '<=', value: atMost }
  return atMost < 0 ? enough : { anyOf: [{ attribute: name, is: 'absent' }, enough] }
}

/** How many places are taken. */
export const readPlaces = async (table: Table, accountId: AccountId): Promise<Places> => {
  const item = await table.get(allotmentKey(accountId))
  const taken = (name: keyof Places) => Number(item?.[name] ?? 0)
  return { mobilePasses: taken('mobilePasses'), walletPasses: taken('walletPasses'), allegion: taken('allegion') }
}
