import { routeChanges } from '../../functions/change-router/route-changes.ts'
import { workOnBatch } from '../../functions/name-copier/work.ts'
import { createStores } from '../../shared/storage/stores.ts'
import type { Item, Table } from '../../shared/storage/table/types.ts'
import { turnsPause } from '../fakes/pause.ts'
import { policedTable } from '../infra/policed-table.ts'
import { keepingQueue } from './queues.ts'
import { noon, queueRecord } from './sender.ts'
import { streamOf } from './stream-of.ts'

/**
 * The change router and the name copier over a table in memory, with the rights of the functions in the cloud. `through` is
 * the table that the copier uses, when a test needs faults.
 */
export const nameCopier = (table: Table & { items: () => Item[] }, through: Table = table) => {
  const stream = streamOf(table)

  /** Routes the stream, and gives back the messages of renamed sites and groups. */
  const route = async (): Promise<unknown[]> => {
    const [names, other] = [keepingQueue(), keepingQueue()]
    const { queue } = other
    const deps = {
      events: queue,
      postureWork: queue,
      configUrgent: queue,
      configWork: queue,
      failures: queue,
      jobs: queue,
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
