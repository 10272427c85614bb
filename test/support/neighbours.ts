import { type FanOutDeps, fanOut } from '../../functions/event-fanout/fan-out.ts'
import { deliverBatch } from '../../functions/webhook-sender/batch.ts'
import type { SenderDeps } from '../../functions/webhook-sender/deliver.ts'
import { seen } from '../../functions/webhook-sender/seen.ts'
import type { DeliveryQueue, QueuedDelivery } from '../../shared/adapters/delivery-queue.ts'
import type { DeliveryMessage } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { deliveryIdOf } from '../../shared/domain/outbound/subscriptions/fan-out.ts'
import type { Lane } from '../../shared/domain/outbound/subscriptions/lane.ts'
import { second } from '../../shared/lib/clock.ts'
import { AccountId, SubscriptionId } from '../../shared/lib/ids.ts'
import { fairQueue } from './fair-queue.ts'
import { accessEvent, eventsRecord, accountId as noisy, pipeline, queueRecord } from './sender.ts'

const quiet = AccountId.parse(2)
const quietId = SubscriptionId.parse(1)
const queueMs = 10
/** How many batches each lane has at the sender at once. */
const places = { fast: 4, slow: 2 } as const
const batchSize = 10
const noisyEveryMs = 500
const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms))

/** The queues of the two lanes, fair by account. */
const fairQueues = () => {
  const lanes: Record<Lane, ReturnType<typeof fairQueue<DeliveryMessage>>> = {
    fast: fairQueue(({ accountId }) => String(accountId)),
    slow: fairQueue(({ accountId }) => String(accountId)),
  }
  const add = async ({ message, lane = 'fast', delaySeconds = 0 }: QueuedDelivery) => {
    await wait(delaySeconds * second)
    lanes[lane].add(message)
  }
  const queue: DeliveryQueue = {
    send: async (deliveries) => {
      await wait(queueMs)
      for (const delivery of deliveries) void add(delivery)
      return []
    },
  }
  return { queue, lanes }
}

/** `arrivedAt` says when the quiet account's receiver was brought a delivery. */
export type Neighbourhood = {
  quietUrl: string
  noisyUrls: readonly string[]
  posts: SenderDeps['posts']
  forMs: number
  quietEveryMs: number
  arrivedAt: ReadonlyMap<string, number>
}

/**
 * Lets a quiet account have events beside an account whose every event goes to all of its receivers, through the fan-out, two queues
 * in memory and several environments of the sender. Gives how many milliseconds each of the quiet account's webhooks took.
 */
export const quietLatencies = async (wanted: Neighbourhood): Promise<number[]> => {
  const { queue, lanes } = fairQueues()
  const { deps, subscribe } = pipeline({ queue, posts: wanted.posts, now: Date.now })
  const first = await subscribe(wanted.quietUrl, { id: quietId })
  await deps.subscriptions.remove(noisy, first, undefined)
  await deps.subscriptions.add(quiet, first, undefined)
  for (const [index, url] of wanted.noisyUrls.entries()) await subscribe(url, { id: SubscriptionId.parse(100 + index) })

  const end = Date.now() + wanted.forMs
  const place = async (lane: Lane) => {
    const environment = { ...deps, seen: seen(Date.now) }
    while (Date.now() < end + second) {
      const batch = lanes[lane].receive(batchSize)
      const records = batch.map((message, index) => queueRecord(message, String(index)))
      if (batch.length === 0) await wait(queueMs)
      else if ((await deliverBatch(environment, records, lane)).batchItemFailures.length > 0) throw new Error('A message failed')
      lanes[lane].done(batch)
    }
  }
  for (const lane of ['fast', 'slow'] as const) for (let count = 0; count < places[lane]; count += 1) void place(lane)
  void happen(deps, noisy, noisyEveryMs, end)
  const stored = await happen(deps, quiet, wanted.quietEveryMs, end)
  return stored.map(({ deliveryId, at }) => (wanted.arrivedAt.get(deliveryId) ?? Number.POSITIVE_INFINITY) - at)
}

const happen = async (deps: FanOutDeps, account: AccountId, everyMs: number, end: number) => {
  const stored: { deliveryId: string; at: number }[] = []
  while (Date.now() < end) {
    const at = Date.now()
    const uuid = `ae217d80-f38b-4521-aaaa-${String(stored.length).padStart(11, '0')}${account}`
    const event = accessEvent({ uuid, occurredAt: at, processedAt: at })
    stored.push({ deliveryId: deliveryIdOf(uuid, quietId), at })
    await fanOut(deps, [eventsRecord([event], 'm1', account)])
    await wait(everyMs)
  }
  return stored
}
