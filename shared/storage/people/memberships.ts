import pMap from 'p-map'
import type { AccountId, GroupId, UserId } from '../../lib/ids.ts'
import { raced, retryRaces } from '../../lib/retry.ts'
import { directoryPartition, entityKey, relationKey, relationPartition } from '../keys/common.ts'
import { directoryStore } from '../table/directory.ts'
import type { Item, Key, Table, Write } from '../table/types.ts'

/** The directory, and the relation, of a group's members. */
export const membersOf = (groupId: GroupId) => `group-users#${groupId}`

/** A write, and what it means that its condition did not hold: the group is gone, or only a count had moved meanwhile. */
export type MembershipWrite = { write: Write; refused: { missingGroup: GroupId } | 'raced' }

/**
 * The writes that make a user a member of groups, and end memberships. A membership is the group's id on the user and an
 * item under the group; both change in one transaction, so neither direction can be read without the other being true.
 */
export const membershipWrites = (table: Table) => {
  const directory = directoryStore(table)

  const joining = async (accountId: AccountId, userId: UserId, groupId: GroupId): Promise<MembershipWrite[]> => {
    const items = relationPartition(accountId, 'group-users', groupId)
    const counted = await directory.adding(accountId, { name: membersOf(groupId), items }, userId)
    return [
      {
        write: { check: entityKey(accountId, 'group', groupId), when: [{ attribute: 'pk', is: 'present' }] },
        refused: { missingGroup: groupId },
      },
      { write: { put: memberItem(accountId, userId, groupId), when: [{ attribute: 'pk', is: 'absent' }] }, refused: 'raced' },
      ...counted.map((write) => ({ write, refused: 'raced' as const })),
    ]
  }

  const leaving = async (accountId: AccountId, userId: UserId, groupId: GroupId): Promise<MembershipWrite[]> => [
    {
      write: {
        delete: relationKey(accountId, 'group-users', groupId, userId),
        when: [{ attribute: 'pk', is: 'present' }],
      },
      refused: 'raced',
    },
    ...(await directory.removing(accountId, membersOf(groupId), userId)).map((write) => ({ write, refused: 'raced' as const })),
  ]

  return {
    /** What takes a user from the groups `before` to the groups `after`. */
    changing: async (accountId: AccountId, userId: UserId, before: readonly GroupId[], after: readonly GroupId[]) => {
      const writes = [
        ...before.filter((id) => !after.includes(id)).map((id) => leaving(accountId, userId, id)),
        ...after.filter((id) => !before.includes(id)).map((id) => joining(accountId, userId, id)),
      ]
      return (await Promise.all(writes)).flat()
    },

    /**
     * Lets some members of a deleted group go, and gives how many: the users first, so that a sweep that is cut short finds the
     * rest. No audit event: the group's deletion has one.
     */
    sweep: async (accountId: AccountId, groupId: GroupId, most: number): Promise<number> => {
      const pk = relationPartition(accountId, 'group-users', groupId)
      const members = await table.query({ pk, limit: most, consistent: true })
      const release = async (member: Item) => {
        const released = await letGo(table, entityKey(accountId, 'user', Number(member.sk)), groupId)
        if (released) await table.write([{ delete: { pk: member.pk, sk: member.sk } }])
      }
      await pMap(members, release, { concurrency: sweepWidth })
      return members.length
    },

    /** Drops the counts of a deleted group that has no members left. */
    dropCounts: async (accountId: AccountId, groupId: GroupId): Promise<void> => {
      const chunks = await table.query({ pk: directoryPartition(accountId, membersOf(groupId)), consistent: true })
      for (const { pk, sk } of chunks) await table.write([{ delete: { pk, sk } }])
    },
  }
}

/** How many members are let go at a time. */
const sweepWidth = 25

/** Takes a deleted group from a user; false when others kept changing the user, whom a later sweep finds again. */
const letGo = async (table: Table, userKey: Key, groupId: GroupId): Promise<boolean> => {
  const result = await retryRaces(table.pause, async () => {
    const user = await table.get(userKey)
    // Only the store of users writes these two, from its schema.
    const groupIds = (user?.groupIds ?? []) as GroupId[]
    if (!user || !groupIds.includes(groupId)) return true
    const others = groupIds.filter((id) => id !== groupId)
    const changed = await table.update({
      update: userKey,
      set: { groupIds: others, 'find.member': others.length > 0 },
      add: { version: 1 },
      when: [{ attribute: 'version', is: '=', value: user.version as number }],
    })
    return changed ? true : raced
  })
  return result !== raced
}

const memberItem = (accountId: AccountId, userId: UserId, groupId: GroupId) => ({
  ...relationKey(accountId, 'group-users', groupId, userId),
  entity: 'group-member',
  groupId,
  userId,
})
