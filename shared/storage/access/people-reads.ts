import pMap from 'p-map'
import type { FrameRead, RuleSources } from '../../domain/devices/panels/rule-sources.ts'
import { Credential } from '../../domain/people/credentials/entity.ts'
import { User } from '../../domain/people/users/entity.ts'
import type { AccountId } from '../../lib/ids.ts'
import { type EntityName, entityKey, entityPartition, paddedId, relationPartition } from '../keys/common.ts'
import { directoryStore } from '../table/directory.ts'
import type { Item, Table } from '../table/types.ts'

/**
 * The credentials of one person cost a query and a read each, as many read units as this many of all credentials one after the
 * other. So those of all are read when the account has no more for each of the people.
 */
const credentialsForOnePerson = 16
/** Queries at once. */
const queriesAtOnce = 50
/** Items read in one batch: no more of them are held. */
const batchSize = 500

const idOf = ({ sk }: Item): number => Number(sk)

/** Reads the people of a panel in batches, so that memory does not grow with their number except their ids. Every read is strong. */
export const peopleReads = (table: Table) => {
  const directory = directoryStore(table)
  const getMany = (accountId: AccountId, entity: EntityName, ids: readonly number[]) =>
    table.getMany(
      ids.map((id) => entityKey(accountId, entity, id)),
      { consistent: true },
    )

  /** The items of a partition whose sort keys are ids, in batches. */
  async function* batchesOf(pk: string): AsyncGenerator<Item[]> {
    let from = paddedId(0)
    for (;;) {
      const items = await table.query({ pk, from, limit: batchSize, consistent: true })
      const last = items.at(-1)
      if (!last) return
      yield items
      if (items.length < batchSize) return
      from = paddedId(idOf(last) + 1)
    }
  }

  return {
    /** Those who may pass a panel with this frame: everybody in the groups of its rules and in those below, and users with a rule of their own. Each once. */
    async *users(accountId: AccountId, { passingGroupIds, rules }: FrameRead): AsyncGenerator<RuleSources['users']> {
      const seen = new Set<number>()
      const read = async (ids: readonly number[]): Promise<User[]> => {
        const fresh = [...new Set(ids)].filter((id) => !seen.has(id))
        for (const id of fresh) seen.add(id)
        return (await getMany(accountId, 'user', fresh)).map((item) => User.parse(item))
      }
      yield await read(rules.flatMap(({ subject }) => (subject.kind === 'user' ? [subject.userId] : [])))
      for (const groupId of passingGroupIds)
        for await (const members of batchesOf(relationPartition(accountId, 'group-users', groupId)))
          yield await read(members.map(idOf))
    },

    /** The credentials of these people, and perhaps of others. */
    async *credentials(accountId: AccountId, userIds: readonly number[]): AsyncGenerator<RuleSources['credentials']> {
      const { count } = await directory.locate(accountId, 'credential', 0)
      if (count <= userIds.length * credentialsForOnePerson) {
        for await (const items of batchesOf(entityPartition(accountId, 'credential')))
          yield items.map((item) => Credential.parse(item))
        return
      }
      const heldBy = (id: number) => table.query({ pk: relationPartition(accountId, 'user-credentials', id), consistent: true })
      for (let from = 0; from < userIds.length; from += batchSize) {
        const held = await pMap(userIds.slice(from, from + batchSize), heldBy, { concurrency: queriesAtOnce })
        yield (await getMany(accountId, 'credential', held.flat().map(idOf))).map((item) => Credential.parse(item))
      }
    },
  }
}
