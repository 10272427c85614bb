import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda'
import type { DeliveryQueue, QueuedDelivery } from '../../shared/adapters/delivery-queue.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { deliveriesOf, type StoredEvent } from '../../shared/domain/outbound/subscriptions/fan-out.ts'
import type { Subscription } from '../../shared/domain/outbound/subscriptions/schema.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { streamedEvent } from '../../shared/storage/record/events.ts'

export type FanOutDeps = Pick<Deps, 'subscriptions' | 'now'> & { queue: DeliveryQueue }

/**
 * Puts one delivery in the queue for each event of the batch and each subscription that it matches. What could not be read or
 * sent is named by its sequence number, so that the stream brings it again; the ids of deliveries make the repeats harmless.
 */
export const fanOut = async (deps: FanOutDeps, records: readonly DynamoDBRecord[]): Promise<DynamoDBBatchResponse> => {
  const failed = new Set<string>()
  const events = records.flatMap((record) => {
    const sequence = record.dynamodb?.SequenceNumber ?? ''
    try {
      return { sequence, stored: streamedEvent(record.dynamodb?.NewImage ?? {}) }
    } catch (thrown) {
      log('error', 'an event of the stream cannot be read', { sequence, ...describeError(thrown) })
      failed.add(sequence)
      return []
    }
  })
  const readAt = deps.now()
  const subscriptions = await subscriptionsOf(
    deps,
    events.map(({ stored }) => stored.accountId),
  )
  const sequenceOf = new Map<QueuedDelivery, string>()
  for (const { sequence, stored } of events) {
    const ofAccount = subscriptions.get(stored.accountId)
    if (!ofAccount) failed.add(sequence)
    for (const message of deliveriesOf(stored, ofAccount ?? [], readAt)) sequenceOf.set({ message }, sequence)
  }
  for (const delivery of await deps.queue.send([...sequenceOf.keys()])) failed.add(sequenceOf.get(delivery) ?? '')
  logBatch(events, sequenceOf.size, failed.size)
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) }
}

/** The subscriptions of each account, read once however many events it has; an account is left out when it could not be read. */
const subscriptionsOf = async (deps: FanOutDeps, accountIds: AccountId[]): Promise<Map<AccountId, Subscription[]>> => {
  const found = new Map<AccountId, Subscription[]>()
  await Promise.all(
    [...new Set(accountIds)].map(async (accountId) => {
      try {
        found.set(accountId, await deps.subscriptions.current(accountId))
      } catch (thrown) {
        log('error', 'the subscriptions of an account cannot be read', { accountId, ...describeError(thrown) })
      }
    }),
  )
  return found
}

const logBatch = (events: readonly { stored: StoredEvent }[], deliveries: number, failed: number) =>
  log(failed > 0 ? 'warn' : 'info', 'events fanned out', { events: events.length, deliveries, failed })
