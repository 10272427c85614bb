import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { User, UserFind } from '../../people/users/entity.ts'
import type { Limits } from '../principals/limits.ts'
import type { Scope } from '../principals/permission.ts'
import { narrowedReads, type Visible } from './reads.ts'

/** The groups that are assigned, with everybody in them. */
export const narrowedGroups = (groups: Deps['groups'], scope: Scope): Deps['groups'] => {
  if (scope.groups === 'all') return groups
  const assigned = new Set<number>(scope.groups)
  const { adding, add, replace, remove, sweep, sweeps } = groups
  const reads = narrowedReads(groups, { entity: ({ id }) => assigned.has(id), finds: async () => (_, id) => assigned.has(id) })
  return {
    ...reads,
    memberIds: async (accountId, groupId) => (assigned.has(groupId) ? groups.memberIds(accountId, groupId) : []),
    memberPage: async (accountId, groupId, page) =>
      assigned.has(groupId) ? groups.memberPage(accountId, groupId, page) : { data: [], count: 0 },
    groupIdsOf: async (accountId, userId) => (await groups.groupIdsOf(accountId, userId)).filter((id) => assigned.has(id)),
    adding,
    add,
    replace,
    remove,
    sweep,
    sweeps,
  }
}

/** Users and visitors in assigned groups, and those in no group whom the administrator has enrolled. */
export const narrowedUsers = (
  users: Deps['users'],
  { groups }: Pick<Deps, 'groups'>,
  { scope, administratorId }: Limits,
): Deps['users'] => {
  const { groups: assigned } = scope
  if (assigned === 'all') return users
  const entity = ({ groupIds, enrolledBy }: User) =>
    groupIds.some((id) => assigned.includes(id)) || (groupIds.length === 0 && enrolledBy === administratorId)
  // Only listings have to read who the members are: a user says what it is a member of.
  const finds: Visible<User, UserFind>['finds'] = async (accountId) => {
    const members = await Promise.all(assigned.map((groupId) => groups.memberIds(accountId, groupId)))
    const ids = new Set<number>(members.flat())
    return ({ member, enrolledBy }, id) => (member ? ids.has(id) : enrolledBy === administratorId)
  }
  const reads = narrowedReads(users, { entity, finds })
  return {
    ...reads,
    countSuspended: async (accountId) =>
      (await reads.search(accountId, ({ suspended }) => suspended, { offset: 0, pageSize: 0 })).count,
    findByExternalId: async (accountId, externalId) => {
      const user = await users.findByExternalId(accountId, externalId)
      return user && entity(user) ? user : undefined
    },
    findByPin: async (accountId, pin) => {
      const user = await users.findByPin(accountId, pin)
      return user && entity(user) ? user : undefined
    },
    adding: users.adding,
    add: users.add,
    replace: users.replace,
    remove: users.remove,
  }
}

/** Jobs that create users belong to those who see all users: their rows name users of any group. */
export const narrowedBatchJobs = (jobs: Deps['batchJobs'], scope: Scope): Deps['batchJobs'] =>
  scope.groups === 'all' ? jobs : { ...jobs, get: async () => undefined, rows: async () => [] }

/** Credentials that nobody has, and those of visible users. `users` is narrowed already. */
export const narrowedCredentials = (
  credentials: Deps['credentials'],
  { users }: Pick<Deps, 'users'>,
  scope: Scope,
): Deps['credentials'] => {
  if (scope.groups === 'all') return credentials
  const finds = async (accountId: AccountId) => {
    const ids = new Set<number>()
    await users.visitFinds(accountId, (_, id) => void ids.add(id), [{ name: 'user' }, { name: 'visitor' }])
    return ({ userId }: { userId?: number | undefined }) => userId === undefined || ids.has(userId)
  }
  // What `held` below asks of a credential takes a read, so what is read by id goes by that.
  const { visitFinds, search, page } = narrowedReads(credentials, { entity: () => true, finds })
  const held = async <C extends { userId?: number | undefined }>(accountId: AccountId, found: C[]): Promise<C[]> => {
    const holderIds = [...new Set(found.flatMap(({ userId }) => userId ?? []))]
    const ids = new Set<number>((await users.getMany(accountId, holderIds)).map(({ id }) => id))
    return found.filter(({ userId }) => userId === undefined || ids.has(userId))
  }
  const { holders, adding, add, addToUser, assign, release, places, setWalletPasses, remove } = credentials
  return {
    get: async (accountId, id) => {
      const found = await credentials.get(accountId, id)
      return found && (await held(accountId, [found]))[0]
    },
    getMany: async (accountId, ids) => held(accountId, await credentials.getMany(accountId, ids)),
    findByEncoded: async (accountId, family, encoded) =>
      held(accountId, await credentials.findByEncoded(accountId, family, encoded)),
    ofUser: async (accountId, userId) => held(accountId, await credentials.ofUser(accountId, userId)),
    all: async (accountId) => held(accountId, await credentials.all(accountId)),
    pageAfter: async (accountId, after, limit) => held(accountId, await credentials.pageAfter(accountId, after, limit)),
    visitFinds,
    search,
    page,
    holders,
    adding,
    add,
    addToUser,
    assign,
    release,
    places,
    setWalletPasses,
    remove,
  }
}
