import type { DeliveryQueue } from '../../shared/adapters/delivery-queue.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { log } from '../../shared/lib/log.ts'
import { dueShards } from '../../shared/storage/outbound/deliveries.ts'

export type DueDeps = Pick<Deps, 'deliveries' | 'now'> & { queue: DeliveryQueue }

/** As many as a tick moves of one shard at once; what is left is found again by the next round, or the next tick. */
const atOnce = 200

/**
 * Moves the attempts that are due to the queue, until none is left or `timeLeft` says that there is no time for more. Each is
 * forgotten only after the queue has it: a crash in between moves it twice, and the sender knows a repeat.
 */
export const moveDueDeliveries = async (deps: DueDeps, timeLeft: () => boolean): Promise<{ moved: number; refused: number }> => {
  const shards = await Promise.all(Array.from({ length: dueShards }, (_, shard) => moveShard(deps, shard, timeLeft)))
  const total = shards.reduce((sum, one) => ({ moved: sum.moved + one.moved, refused: sum.refused + one.refused }))
  if (total.moved + total.refused > 0) log(total.refused > 0 ? 'warn' : 'info', 'due deliveries moved', total)
  return total
}

const moveShard = async (deps: DueDeps, shard: number, timeLeft: () => boolean) => {
  let [moved, refused] = [0, 0]
  while (timeLeft() && refused === 0) {
    const due = await deps.deliveries.due(shard, deps.now(), atOnce)
    if (due.length === 0) break
    const notTaken = new Set((await deps.queue.send(due)).map(({ message }) => message))
    const taken = due.filter(({ message }) => !notTaken.has(message))
    await Promise.all(taken.map((one) => deps.deliveries.removeDue(one)))
    moved += taken.length
    refused += notTaken.size
  }
  return { moved, refused }
}
