import type { GroupId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type NameCriterion, nameMeets } from '../../name-criterion.ts'
import type { User } from '../users/entity.ts'
import type { Group } from './entity.ts'

/** A page of the account's groups that meet every criterion, oldest first. */
export const listGroups = (
  deps: Pick<Deps, 'groups'>,
  { accountId }: Principal,
  criteria: readonly NameCriterion[],
  page: PageRequest,
): Promise<Page<Group>> =>
  criteria.length === 0
    ? deps.groups.page(accountId, page)
    : deps.groups.search(accountId, ({ name }) => nameMeets(name, criteria), page)

/** A page of a group's members, in order of their ids. */
export const listMembers = async (
  deps: Pick<Deps, 'groups' | 'users'>,
  { accountId }: Principal,
  groupId: GroupId,
  page: PageRequest,
): Promise<Result<Page<User>, NotFound<'group'>>> => {
  const [group, members] = await Promise.all([
    deps.groups.get(accountId, groupId),
    deps.groups.memberPage(accountId, groupId, page),
  ])
  if (!group) return err({ kind: 'not_found', what: 'group', id: groupId })
  return ok({ data: await deps.users.getMany(accountId, members.data), count: members.count })
}
