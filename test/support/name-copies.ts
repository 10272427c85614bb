import { marshall } from '@aws-sdk/util-dynamodb'
import { routeChanges } from '../../functions/change-router/route-changes.ts'
import { workOnBatch } from '../../functions/name-copier/work.ts'
import { createStores } from '../../shared/storage/stores.ts'
import type { StreamRecord } from '../../shared/storage/table/streamed-change.ts'
import type { Item, Table } from '../../shared/storage/table/types.ts'
import { turnsPause } from '../fakes/pause.ts'
import { policedTable } from '../infra/policed-table.ts'
import { keepingQueue } from './queues.ts'
import { noon, queueRecord } from './sender.ts'

const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`
const imageOf = (item: Item | undefined) => item && marshall(item, { removeUndefinedValues: true })

/**
 * The change router and the name copier over a table in memory, with the rights of the functions in the cloud. `through` is
 * the table that the copier uses, when a test needs faults.
 */
export const nameCopier = (table: Table & { items: () => Item[] }, through: Table = table) => {
  let seen = new Map(table.items().map((item) => [keyOf(item), item]))

  /** What the stream says since the last time: each changed item before and after. */
  const stream = (): StreamRecord[] => {
    const now = new Map(table.items().map((item) => [keyOf(item), item]))
    const records = [...new Set([...seen.keys(), ...now.keys()])].flatMap((key, index) => {
      const [before, after] = [seen.get(key), now.get(key)]
      if (JSON.stringify(before) === JSON.stringify(after)) return []
      const Keys = { pk: { S: String((after ?? before)?.pk) } }
      return [{ dynamodb: { SequenceNumber: String(index), Keys, OldImage: imageOf(before), NewImage: imageOf(after) } }]
    })
    seen = now
    return records
  }

  /** Routes the stream, and gives back the messages of renamed sites and groups. */
  const route = async (): Promise<unknown[]> => {
    const [names, other] = [keepingQueue(), keepingQueue()]
    const { queue } = other
    const deps = {
      events: queue,
      configUrgent: queue,
      configWork: queue,
      failures: queue,
      nameCopies: names.queue,
      now: () => noon,
    }
    await routeChanges(deps, stream())
    return names.sent
  }

  const deps = { ...createStores(policedTable(through, 'name-copier')), now: () => noon, pause: turnsPause() }

  /** Hands messages to the copier as one batch; gives back the positions of those that come again. */
  const copy = async (messages: readonly unknown[]): Promise<number[]> => {
    const records = messages.map((message, index) => queueRecord(message, String(index)))
    return (await workOnBatch(deps, records)).batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier))
  }

  return { route, copy, workOff: async () => copy(await route()) }
}
