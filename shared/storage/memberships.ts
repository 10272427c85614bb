import type { AccountId, GroupId, UserId } from '../lib/ids.ts'
import { directoryStore } from './directory.ts'
import { entityKey, relationKey } from './keys.ts'
import type { Table, Write } from './table-types.ts'

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

  const joining = async (accountId: AccountId, userId: UserId, groupId: GroupId): Promise<MembershipWrite[]> => [
    {
      write: { check: entityKey(accountId, 'group', groupId), when: [{ attribute: 'pk', is: 'present' }] },
      refused: { missingGroup: groupId },
    },
    { write: { put: memberItem(accountId, userId, groupId), when: [{ attribute: 'pk', is: 'absent' }] }, refused: 'raced' },
    ...(await directory.adding(accountId, membersOf(groupId), userId)).map((write) => ({ write, refused: 'raced' as const })),
  ]

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
  }
}

const memberItem = (accountId: AccountId, userId: UserId, groupId: GroupId) => ({
  ...relationKey(accountId, 'group-users', groupId, userId),
  entity: 'group-member',
  groupId,
  userId,
})
