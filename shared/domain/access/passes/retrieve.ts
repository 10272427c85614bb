import type { AccountId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Credential } from '../../people/credentials/entity.ts'
import type { NotACardHolder } from '../../people/mobile-keys/errors.ts'
import { currentMobileKey } from '../../people/mobile-keys/own.ts'
import type { User } from '../../people/users/entity.ts'
import { abilitiesOf } from '../../places/access-points/types.ts'
import type { Account } from '../../places/accounts/entity.ts'
import type { Site } from '../../places/sites/entity.ts'
import { doorIdsOf, type OpenedDoor, openedDoors, rulesOfPerson } from '../rules/of-person.ts'
import type { Holiday } from '../schedules/entity.ts'

/** What a phone shows its holder: the key, and the doors that it opens by their sites. */
export type Pass = {
  account: Account | undefined
  user: User
  key: Credential
  sites: readonly { site: Site; doors: readonly OpenedDoor[] }[]
  /** Of the account, for the schedules' holiday blocks. */
  holidays: readonly Holiday[]
}

type RuleDeps = Pick<Deps, 'groups' | 'rules' | 'accessPoints' | 'doorSets' | 'schedules'>

/** The pass in the phone of the person who asks (API document, Get Mobile Pass). */
export const retrievePass = async (
  deps: RuleDeps & Pick<Deps, 'accounts' | 'credentials' | 'users' | 'sites' | 'holidays' | 'now'>,
  principal: Principal,
): Promise<Result<Pass, NotACardHolder | NotFound<'mobile key'>>> => {
  const own = await currentMobileKey(deps, principal)
  if (!own.ok) return own
  const { user, key } = own.value
  const { accountId } = principal
  const [doors, account, holidays] = await Promise.all([
    doorsOf(deps, accountId, user),
    deps.accounts.get(accountId),
    deps.holidays.all(accountId),
  ])
  const siteIds = [...new Set(doors.map(({ accessPoint }) => accessPoint.siteId))]
  const sites = (await deps.sites.getMany(accountId, siteIds)).map((site) => ({
    site,
    doors: doors.filter(({ accessPoint }) => accessPoint.siteId === site.id),
  }))
  return ok({ account, user, key, sites, holidays })
}

/** What a person may open, in order of the access points. Where there is no lock there is nothing to open from a phone. */
const doorsOf = async (deps: RuleDeps, accountId: AccountId, user: User): Promise<OpenedDoor[]> => {
  const atDoors = await rulesOfPerson(deps, accountId, user)
  const doors = await openedDoors(deps, accountId, atDoors, doorIdsOf(atDoors))
  return doors.filter(({ accessPoint }) => abilitiesOf(accessPoint.type).locks)
}
