import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { DeliveryMessage } from '../../shared/domain/outbound/subscriptions/entity.ts'
import type { Lane } from '../../shared/domain/outbound/subscriptions/lane.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { deliver, type RecordAccepted, type SenderDeps, type Shared } from './deliver.ts'
import { gather } from './gather.ts'
import { routes } from './route.ts'
import { standings } from './stands.ts'

/** A receiver that is slow does not keep the others' deliveries out of the log for longer. */
const maxWaitMs = 150

/** One attempt to make. It may be in a batch twice; it is made once, and its messages share how it ends. */
type Task = { message: DeliveryMessage; receives: number; messageIds: string[] }

/**
 * Makes the attempts of a batch, all at once. Only messages that met a fault of our own are given back to the queue: a
 * receiver's failure would make Lambda slow down for everybody. What was recorded of the deliveries is read in one call, and
 * those that were accepted are recorded together: calls to the table would otherwise be most of the work.
 */
export const deliverBatch = async (
  deps: SenderDeps,
  records: readonly SQSRecord[],
  lane: Lane = 'fast',
): Promise<SQSBatchResponse> => {
  const { tasks, unreadable } = tasksOf(records)
  const rows = deps.deliveries.recent(tasks.map(({ message }) => message))
  const accepted = gather<Parameters<RecordAccepted>[0]>(tasks.length, maxWaitMs, (group) =>
    deps.deliveries.recordAccepted(group, deps.now()),
  )
  const shared: Shared = { recordAccepted: accepted.add, routeTo: routes(deps), standsOf: standings(deps), lane }
  const failed = await Promise.all(
    tasks.map(async ({ message, receives, messageIds }) => {
      try {
        const before = rows.then((rowOf) => rowOf(message))
        await deliver(deps, { message, before, receives }, shared)
        return []
      } catch (thrown) {
        return failedBy(thrown, messageIds)
      } finally {
        accepted.leave()
      }
    }),
  )
  return { batchItemFailures: [...unreadable, ...failed.flat()] }
}

const tasksOf = (records: readonly SQSRecord[]) => {
  const tasks = new Map<string, Task>()
  const unreadable = records.flatMap(({ body, messageId, attributes }) => {
    try {
      const message = DeliveryMessage.parse(JSON.parse(body))
      const name = `${message.deliveryId} ${message.attempt}`
      const receives = Number(attributes.ApproximateReceiveCount)
      const known = tasks.get(name)
      if (known) known.messageIds.push(messageId)
      else tasks.set(name, { message, receives, messageIds: [messageId] })
      return []
    } catch (thrown) {
      return failedBy(thrown, [messageId])
    }
  })
  return { tasks: [...tasks.values()], unreadable }
}

const failedBy = (thrown: unknown, messageIds: readonly string[]): SQSBatchResponse['batchItemFailures'] =>
  messageIds.map((messageId) => {
    log('error', 'a delivery met a fault of our own', { messageId, ...describeError(thrown) })
    return { itemIdentifier: messageId }
  })
