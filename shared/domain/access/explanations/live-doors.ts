import type { Instant } from '../../../lib/clock.ts'
import type { AccountId, CredentialId, UserId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { isWithin } from '../../../lib/validity.ts'
import type { NotFound, NotPermitted } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { PanelPresence } from '../../devices/panels/entity.ts'
import { newestOf } from '../../devices/rules-log/newest.ts'
import { may } from '../../identity/principals/may.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Credential } from '../../people/credentials/entity.ts'
import type { User } from '../../people/users/entity.ts'
import { visitAdmits } from '../../people/visitors/entity.ts'
import { doorIdsOf, type OpenedDoor, openedDoors, rulesOfPerson } from '../rules/of-person.ts'

/** A door that a person may pass, and how far its panel is with the rules that say so. */
export type LiveDoor = OpenedDoor & { presence: PanelPresence | undefined }

type DoorDeps = Pick<Deps, 'accessPoints' | 'doorSets' | 'groups' | 'presences' | 'rules' | 'rulesLog' | 'schedules' | 'whole'>
type Needed = DoorDeps & Pick<Deps, 'users' | 'now'>

const nowhere: Page<LiveDoor> = { data: [], count: 0 }

/** A page of the doors that a person may pass at some time, in order of the doors; none for one who is suspended or on no visit now. */
export const listDoorsOfUser = async (
  deps: Needed,
  principal: Principal,
  userId: UserId,
  page: PageRequest,
): Promise<Result<Page<LiveDoor>, NotFound<'user'> | NotPermitted>> => {
  if (!may(principal, 'access-points:view')) return err({ kind: 'not_permitted', permission: 'access-points:view' })
  const user = await deps.users.get(principal.accountId, userId)
  if (!user) return err({ kind: 'not_found', what: 'user', id: userId })
  return ok(isAdmitted(user, deps.now()) ? await pageOf(deps, principal.accountId, user, page) : nowhere)
}

/** The same of a credential: those of its user, while it opens doors itself. */
export const listDoorsOfCredential = async (
  deps: Needed & Pick<Deps, 'credentials'>,
  principal: Principal,
  credentialId: CredentialId,
  page: PageRequest,
): Promise<Result<Page<LiveDoor>, NotFound<'credential'> | NotPermitted>> => {
  const { accountId } = principal
  if (!may(principal, 'access-points:view')) return err({ kind: 'not_permitted', permission: 'access-points:view' })
  const credential = await deps.credentials.get(accountId, credentialId)
  if (!credential) return err({ kind: 'not_found', what: 'credential', id: credentialId })
  const now = deps.now()
  const user = credential.userId === undefined ? undefined : await deps.users.get(accountId, credential.userId)
  return ok(user && isAdmitted(user, now) && isLive(credential, now) ? await pageOf(deps, accountId, user, page) : nowhere)
}

const isAdmitted = (user: User, now: Instant): boolean =>
  !user.suspended && (user.kind === 'USER' || visitAdmits(user.visit, now))

const isLive = (credential: Credential, now: Instant): boolean =>
  credential.state === 'active' && credential.passesLeft !== 0 && isWithin(credential, now)

const pageOf = async (
  deps: DoorDeps,
  accountId: AccountId,
  user: User,
  { offset, pageSize }: PageRequest,
): Promise<Page<LiveDoor>> => {
  const atDoors = await rulesOfPerson(deps, accountId, user)
  const ids = doorIdsOf(atDoors)
  const doors = await openedDoors(deps, accountId, atDoors, ids.slice(offset, offset + pageSize))
  const panelIds = [...new Set(doors.map(({ accessPoint }) => accessPoint.panelId))]
  const [found, withNewest] = await Promise.all([
    deps.presences.getMany(accountId, panelIds),
    newestOf(deps, accountId, panelIds),
  ])
  const presences = new Map(found.map((one) => [one.panelId, withNewest(one)]))
  return { data: doors.map((door) => ({ ...door, presence: presences.get(door.accessPoint.panelId) })), count: ids.length }
}
