import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import type { DeliveryQueue, QueuedDelivery } from '../../shared/adapters/delivery-queue.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { Subscription } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { deliveriesOf, type StoredEvent } from '../../shared/domain/outbound/subscriptions/fan-out.ts'
import { laneOf } from '../../shared/domain/outbound/subscriptions/lane.ts'
import { matches } from '../../shared/domain/outbound/subscriptions/match.ts'
import { asTheyStand } from '../../shared/domain/outbound/subscriptions/standing.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { EventBatch, storedEvent } from '../../shared/storage/record/events.ts'

export type FanOutDeps = Pick<Deps, 'administrators' | 'roles' | 'subscriptions' | 'now'> & { queue: DeliveryQueue }

/**
 * Puts one delivery in the queue for each event of the batch and each subscription that it matches. A message that could not be
 * read, or whose deliveries were not all sent, is named, so that it comes again; the ids of deliveries make repeats harmless.
 */
export const fanOut = async (deps: FanOutDeps, records: readonly SQSRecord[]): Promise<SQSBatchResponse> => {
  const failed = new Set<string>()
  const events = records.flatMap(({ messageId, body }) => {
    try {
      return EventBatch.parse(JSON.parse(body)).events.map((item) => ({ messageId, stored: storedEvent(item) }))
    } catch (thrown) {
      log('error', 'a message of events cannot be read', { messageId, ...describeError(thrown) })
      failed.add(messageId)
      return []
    }
  })
  const readAt = deps.now()
  const subscriptions = await subscriptionsOf(
    deps,
    events.map(({ stored }) => stored),
    readAt,
  )
  const messageOf = new Map<QueuedDelivery, string>()
  for (const { messageId, stored } of events) {
    const ofAccount = subscriptions.get(stored.accountId)
    if (!ofAccount) failed.add(messageId)
    for (const message of deliveriesOf(stored, ofAccount ?? [], readAt))
      messageOf.set({ message, lane: laneOf(message.receiver ?? {}, readAt) }, messageId)
  }
  for (const delivery of await deps.queue.send([...messageOf.keys()])) failed.add(messageOf.get(delivery) ?? '')
  logBatch(events, messageOf.size, failed.size)
  return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) }
}

/**
 * The subscriptions of each account that one of its events is for, as their makers stand now; both are read once however many events
 * an account has. An account is left out when they could not be read.
 */
const subscriptionsOf = async (
  deps: FanOutDeps,
  events: readonly StoredEvent[],
  now: Instant,
): Promise<Map<AccountId, Subscription[]>> => {
  const found = new Map<AccountId, Subscription[]>()
  await Promise.all(
    [...Map.groupBy(events, ({ accountId }) => accountId)].map(async ([accountId, own]) => {
      try {
        const all = await deps.subscriptions.current(accountId)
        const asked = all.filter(({ criteria }) => own.some(({ event }) => matches({ criteria }, event)))
        found.set(accountId, await asTheyStand(deps, accountId, asked, now))
      } catch (thrown) {
        log('error', 'the subscriptions of an account cannot be read', { accountId, ...describeError(thrown) })
      }
    }),
  )
  return found
}

const logBatch = (events: readonly { stored: StoredEvent }[], deliveries: number, failed: number) =>
  log(failed > 0 ? 'warn' : 'info', 'events fanned out', { events: events.length, deliveries, failed })
