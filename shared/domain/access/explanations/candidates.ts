import { definedOf } from '../../../lib/defined.ts'
import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { comparedValue } from '../../people/credentials/compared-value.ts'
import { type Credential, familyOf, isCard } from '../../people/credentials/entity.ts'
import type { User } from '../../people/users/entity.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import type { What, Who } from './entity.ts'

/** Who may be at the door, with all that they may have there, and in which ways it can be presented. */
export type Candidates = { users: readonly User[]; credentials: readonly Credential[]; ways: readonly What[] }

type Needed = Pick<Deps, 'users' | 'credentials'>

/** Finds who is asked about. Whoever is hidden from the caller is not there: by id not found, by a value nobody's. */
export const candidatesOf = async (
  deps: Needed,
  accountId: AccountId,
  who: Who,
): Promise<Result<Candidates, NotFound<'user' | 'credential'>>> => {
  switch (who.by) {
    case 'user': {
      const [user, credentials] = await Promise.all([
        deps.users.get(accountId, who.userId),
        deps.credentials.ofUser(accountId, who.userId),
      ])
      if (!user) return err({ kind: 'not_found', what: 'user', id: who.userId })
      return ok({ users: [user], credentials, ways: waysOf(user, credentials) })
    }
    case 'credential': {
      const credential = await deps.credentials.get(accountId, who.credentialId)
      if (!credential) return err({ kind: 'not_found', what: 'credential', id: who.credentialId })
      const ways = [{ ...presentedOf(credential), ...(credential.kind === 'switch_code' ? {} : definedOf({ pin: who.pin })) }]
      return ok({ users: await holdersOf(deps, accountId, [credential]), credentials: [credential], ways })
    }
    case 'value':
      return ok({ ...(await byValue(deps, accountId, who.what)), ways: [who.what] })
  }
}

const byValue = async (deps: Needed, accountId: AccountId, { kind = 'card', encodedCredential, pin }: What) => {
  if (encodedCredential !== undefined) {
    const value = comparedValue(kind, encodedCredential)
    const credentials = value === undefined ? [] : await deps.credentials.findByEncoded(accountId, familyOf(kind), value)
    return { users: await holdersOf(deps, accountId, credentials), credentials }
  }
  if (pin === undefined) return { users: [], credentials: [] }
  // A switch code is typed like a PIN.
  const [user, credentials] = await Promise.all([
    deps.users.findByPin(accountId, pin),
    deps.credentials.findByEncoded(accountId, 'code', pin),
  ])
  return { users: user ? [user] : await holdersOf(deps, accountId, credentials), credentials }
}

const holdersOf = (deps: Needed, accountId: AccountId, credentials: readonly Credential[]): Promise<User[]> =>
  deps.users.getMany(accountId, [...new Set(credentials.flatMap(({ userId }) => userId ?? []))])

/** What a reader reads of a credential. */
export const presentedOf = (credential: Credential): What => {
  if (isCard(credential))
    return { kind: credential.kind, encodedCredential: credential.encoded, ...definedOf({ bits: credential.bits }) }
  const { kind, encoded } = credential
  return kind === 'switch_code' || kind === 'pin' ? { pin: encoded } : { kind, encodedCredential: encoded }
}

/** Everything that a person may present: each credential, each with the PIN beside it, and the PIN alone. */
const waysOf = ({ pin }: User, credentials: readonly Credential[]): What[] => {
  const alone = credentials.map(presentedOf)
  if (pin === undefined) return alone.length === 0 ? [{}] : alone
  return [...alone, ...alone.filter((what) => what.pin === undefined).map((what) => ({ ...what, pin })), { pin }]
}

/** The ways that count at a door: one that asks for a second factor gets the PIN beside a credential wherever there is one. */
export const waysAt = ({ twoFactorEnabled }: Pick<AccessPoint, 'twoFactorEnabled'>, ways: readonly What[]): readonly What[] => {
  if (ways.length <= 1) return ways
  const withBoth = ways.filter(({ encodedCredential, pin }) => encodedCredential !== undefined && pin !== undefined)
  if (!twoFactorEnabled) return ways.filter((one) => !withBoth.includes(one))
  return withBoth.length > 0 ? withBoth : ways
}
