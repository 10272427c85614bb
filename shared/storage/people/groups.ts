import { z } from 'zod'
import { AccessRule } from '../../domain/access/rules/entity.ts'
import { Group } from '../../domain/people/groups/entity.ts'
import { AccountId, GroupId, UserId } from '../../lib/ids.ts'
import type { Page, PageRequest } from '../../lib/page.ts'
import { ruleRemovals, subjectRules } from '../access/rule-writes.ts'
import { entityKey, relationKey, relationPartition } from '../keys/common.ts'
import { sweepKey, sweepPartition } from '../keys/people.ts'
import type { AuditEvents } from '../record/event-writes.ts'
import { type ChangeResult, collection } from '../table/collection.ts'
import { directoryStore, readPage } from '../table/directory.ts'
import type { Item, Table, Write } from '../table/types.ts'
import { membershipWrites, membersOf } from './memberships.ts'

/** Groups of an account, and who is in them. */
export const groupStore = (table: Table) => {
  const { add, replace, remove, ...groups } = collection(table, 'group', Group, ({ name }) => ({ name }))
  const directory = directoryStore(table)
  const memberships = membershipWrites(table)

  return {
    ...groups,

    /** Adds a group, below its parent if it names one. */
    add: (accountId: AccountId, group: Group, event: AuditEvents): Promise<ChangeResult> =>
      add(accountId, group, event, childWrites(accountId, group.id, undefined, group.parentId)),

    /** Puts `next` in place of the group whose version is one less, and moves it from below `formerParentId`. */
    replace: (accountId: AccountId, next: Group, event: AuditEvents, formerParentId = next.parentId): Promise<ChangeResult> =>
      replace(accountId, next, event, childWrites(accountId, next.id, formerParentId, next.parentId)),

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
      return { data: start ? (await readPage(table, { items: pk }, start, pageSize)).map(memberId) : [], count }
    },

    /** The groups that a user is a member of; none when there is no such user. */
    groupIdsOf: async (accountId: AccountId, userId: UserId): Promise<GroupId[]> =>
      GroupIds.parse((await table.get(entityKey(accountId, 'user', userId)))?.groupIds ?? []),

    /**
     * Deletes the group as it was read, and its `rules` (a few dozen at most). From then on it gives no access;
     * its memberships are left to be swept, and a note of that.
     */
    remove: (accountId: AccountId, group: Group, rules: readonly AccessRule[], event: AuditEvents): Promise<ChangeResult> => {
      const note: Write = { put: { ...sweepKey(accountId, group.id), entity: 'sweep', accountId, groupId: group.id } }
      return remove(accountId, group, event, [
        ...ruleRemovals(accountId, rules),
        ...childWrites(accountId, group.id, group.parentId, undefined),
        note,
      ])
    },

    /** Deleted groups of any account that are still to be swept. */
    sweeps: async (most: number): Promise<{ accountId: AccountId; groupId: GroupId }[]> =>
      (await table.query({ pk: sweepPartition, limit: most })).map((item) => Sweep.parse(item)),

    /**
     * Lets up to `most` members of a deleted group go; false once there is nothing left to sweep. Rules that were made in
     * the instant of its deletion go too: they open nothing, but would hold their schedules in use.
     */
    sweep: async (accountId: AccountId, groupId: GroupId, most: number): Promise<boolean> => {
      if ((await memberships.sweep(accountId, groupId, most)) > 0) return true
      for (const item of await table.query({ pk: subjectRules(accountId, { kind: 'group', groupId }), consistent: true })) {
        await table.write(ruleRemovals(accountId, [AccessRule.parse(item)]))
      }
      await memberships.dropCounts(accountId, groupId)
      await table.write([{ delete: sweepKey(accountId, groupId) }])
      return false
    },
  }
}

/** What takes a group from below one parent and puts it below another. */
const childWrites = (accountId: AccountId, id: GroupId, former: GroupId | undefined, next: GroupId | undefined): Write[] => {
  if (former === next) return []
  const key = (parentId: GroupId) => relationKey(accountId, 'group-children', parentId, id)
  return [
    ...(former === undefined ? [] : [{ delete: key(former) }]),
    ...(next === undefined ? [] : [{ put: { ...key(next), entity: 'group-child' } }]),
  ]
}

const Sweep = z.object({ accountId: AccountId, groupId: GroupId })
const GroupIds = z.array(GroupId)
const memberId = ({ sk }: Item): UserId => UserId.parse(sk)
