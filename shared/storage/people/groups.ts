import { z } from 'zod'
import { AccessPermission, Group } from '../../domain/people/groups/schema.ts'
import { type AccessPointId, AccountId, GroupId, UserId } from '../../lib/ids.ts'
import type { Page, PageRequest } from '../../lib/page.ts'
import { entityKey, relationKey, relationPartition, scheduleUse, sweepKey, sweepPartition } from '../keys.ts'
import { eventWrites, type Told } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import { directoryStore, readPage } from '../table/directory.ts'
import type { Item, Table, Write } from '../table/types.ts'
import { membershipWrites, membersOf } from './memberships.ts'

/** Groups of an account, who is in them, and where they may go. */
export const groupStore = (table: Table) => {
  const { remove, ...groups } = collection(table, 'group', Group, ({ name }) => ({ name }))
  const directory = directoryStore(table)
  const memberships = membershipWrites(table)
  const relation = async (accountId: AccountId, name: string, ownerId: number) =>
    (await table.query({ pk: relationPartition(accountId, name, ownerId), consistent: true })).map(permissionOf)

  return {
    ...groups,

    /** The ids of all members, in order. */
    memberIds: async (accountId: AccountId, groupId: GroupId): Promise<UserId[]> =>
      (await table.query({ pk: relationPartition(accountId, 'group-users', groupId) })).map(memberId),

    /** One page of the members' ids in order, and how many members there are. */
    memberPage: async (accountId: AccountId, groupId: GroupId, { offset, pageSize }: PageRequest): Promise<Page<UserId>> => {
      const pk = relationPartition(accountId, 'group-users', groupId)
      const located = directory.locate(accountId, membersOf(groupId), offset)
      if (offset === 0) {
        const [{ count }, first] = await Promise.all([located, table.query({ pk, limit: pageSize })])
        return { data: first.map(memberId), count }
      }
      const { count, start } = await located
      return { data: start ? (await readPage(table, pk, start, pageSize)).map(memberId) : [], count }
    },

    /** The groups that a user is a member of; none when there is no such user. */
    groupIdsOf: async (accountId: AccountId, userId: UserId): Promise<GroupId[]> =>
      GroupIds.parse((await table.get(entityKey(accountId, 'user', userId)))?.groupIds ?? []),

    /** The permissions of a group, by access point. */
    permissionsOf: (accountId: AccountId, groupId: GroupId): Promise<AccessPermission[]> =>
      relation(accountId, 'group-access', groupId),

    /** The permissions at an access point, by group. Those of a group that does not exist (any more) give no access. */
    permissionsAt: (accountId: AccountId, accessPointId: AccessPointId): Promise<AccessPermission[]> =>
      relation(accountId, 'access-point-groups', accessPointId),

    permission: async (
      accountId: AccountId,
      groupId: GroupId,
      accessPointId: AccessPointId,
    ): Promise<AccessPermission | undefined> => {
      const item = await table.get(relationKey(accountId, 'group-access', groupId, accessPointId))
      return item && permissionOf(item)
    },

    /** Gives a permission, or gives it another schedule. False when the group is gone. */
    setPermission: async (accountId: AccountId, permission: AccessPermission, event: Told): Promise<boolean> => {
      const group: Write = {
        check: entityKey(accountId, 'group', permission.groupId),
        when: [{ attribute: 'pk', is: 'present' }],
      }
      const puts = permissionItems(accountId, permission).map((put): Write => ({ put }))
      return (await table.write([group, ...puts, ...eventWrites(accountId, event)])).ok
    },

    /** Takes permissions away: all in one transaction, a few dozen at most. */
    removePermissions: async (accountId: AccountId, permissions: readonly AccessPermission[], event: Told): Promise<void> => {
      await table.write([...removals(accountId, permissions), ...eventWrites(accountId, event)])
    },

    /**
     * Deletes the group as it was read, and its `permissions` (a few dozen at most). From then on it gives no access;
     * its memberships are left to be swept, and a note of that.
     */
    remove: (
      accountId: AccountId,
      group: Group,
      permissions: readonly AccessPermission[],
      event: Told,
    ): Promise<ChangeResult> => {
      const note: Write = { put: { ...sweepKey(accountId, group.id), entity: 'sweep', accountId, groupId: group.id } }
      return remove(accountId, group, event, [...removals(accountId, permissions), note])
    },

    /** Deleted groups of any account that are still to be swept. */
    sweeps: async (most: number): Promise<{ accountId: AccountId; groupId: GroupId }[]> =>
      (await table.query({ pk: sweepPartition, limit: most })).map((item) => Sweep.parse(item)),

    /**
     * Lets up to `most` members of a deleted group go; false once there is nothing left to sweep. Permissions that were given in
     * the instant of its deletion go too: they open nothing, but would hold their schedules in use.
     */
    sweep: async (accountId: AccountId, groupId: GroupId, most: number): Promise<boolean> => {
      if ((await memberships.sweep(accountId, groupId, most)) > 0) return true
      for (const permission of await relation(accountId, 'group-access', groupId)) {
        await table.write(removals(accountId, [permission]))
      }
      await memberships.dropCounts(accountId, groupId)
      await table.write([{ delete: sweepKey(accountId, groupId) }])
      return false
    },
  }
}

const Sweep = z.object({ accountId: AccountId, groupId: GroupId })
const GroupIds = z.array(GroupId)
const memberId = ({ sk }: Item): UserId => UserId.parse(sk)
const permissionOf = (item: Item): AccessPermission => AccessPermission.parse(item)

const permissionKeys = (accountId: AccountId, { groupId, accessPointId }: AccessPermission) => [
  relationKey(accountId, 'group-access', groupId, accessPointId),
  relationKey(accountId, 'access-point-groups', accessPointId, groupId),
]
const removals = (accountId: AccountId, permissions: readonly AccessPermission[]): Write[] =>
  permissions.flatMap((permission) => permissionKeys(accountId, permission).map((key) => ({ delete: key })))

/** Both directions of a permission; the group's is also found as a use of its schedule. */
const permissionItems = (accountId: AccountId, permission: AccessPermission): Item[] => {
  const { groupId, accessPointId, scheduleId } = permission
  const use = scheduleUse(accountId, scheduleId, `permission#${groupId}#${accessPointId}`)
  return [
    { ...permission, ...relationKey(accountId, 'group-access', groupId, accessPointId), ...use, entity: 'permission' },
    { ...permission, ...relationKey(accountId, 'access-point-groups', accessPointId, groupId), entity: 'access-point-group' },
  ]
}
