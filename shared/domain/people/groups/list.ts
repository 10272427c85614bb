import { containsText, type FilterError, parseFilter } from '../../../lib/filter.ts'
import type { GroupId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { User } from '../users/schema.ts'
import type { GroupNotFound } from './change.ts'
import type { Group } from './schema.ts'

/** A page of the account's groups; `filter` takes `name__eq` (contains), as the API document's Group Listing says. */
export const listGroups = async (
  deps: Pick<Deps, 'groups'>,
  { accountId }: Principal,
  { filter, ...page }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<Group>, FilterError>> => {
  const criteria = parseFilter(filter, { name: ['eq'] })
  if (!criteria.ok) return criteria
  if (criteria.value.length === 0) return ok(await deps.groups.page(accountId, page))
  const named = ({ name }: { name: string }) =>
    criteria.value.every(({ values }) => values.some((value) => containsText(name, value)))
  return ok(await deps.groups.search(accountId, named, page))
}

/** A page of a group's members, in order of their ids. */
export const listMembers = async (
  deps: Pick<Deps, 'groups' | 'users'>,
  { accountId }: Principal,
  groupId: GroupId,
  page: PageRequest,
): Promise<Result<Page<User>, GroupNotFound>> => {
  const [group, members] = await Promise.all([
    deps.groups.get(accountId, groupId),
    deps.groups.memberPage(accountId, groupId, page),
  ])
  if (!group) return err({ kind: 'group_not_found', groupId })
  return ok({ data: await deps.users.getMany(accountId, members.data), count: members.count })
}
