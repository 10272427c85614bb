import { randomBytes, randomUUID } from 'node:crypto'
import type { SQSRecord } from 'aws-lambda'
import { type FanOutDeps, fanOut } from '../../functions/event-fanout/fan-out.ts'
import { workOnHeld } from '../../functions/timers/held-deliveries.ts'
import { deliverBatch } from '../../functions/webhook-sender/batch.ts'
import type { SenderDeps } from '../../functions/webhook-sender/deliver.ts'
import { webhookPost } from '../../functions/webhook-sender/post.ts'
import { seen } from '../../functions/webhook-sender/seen.ts'
import type { FunctionName } from '../../infra/stage.ts'
import type { DeliveryQueue, QueuedDelivery } from '../../shared/adapters/delivery-queue.ts'
import { SubscriptionBody } from '../../shared/dialects/brivo/event-subscriptions/inputs.ts'
import { DeliveryMessage, type Subscription } from '../../shared/domain/outbound/subscriptions/entity.ts'
import type { Lane } from '../../shared/domain/outbound/subscriptions/lane.ts'
import { drawSecrets } from '../../shared/domain/outbound/subscriptions/secrets.ts'
import type { Event } from '../../shared/domain/record/events/entity.ts'
import { asciiJson } from '../../shared/lib/ascii-json.ts'
import { AccountId, SubscriptionId } from '../../shared/lib/ids.ts'
import type { Mail } from '../../shared/lib/mail.ts'
import { aesSealer } from '../../shared/lib/sealer.ts'
import { administratorStore } from '../../shared/storage/identity/administrators.ts'
import { roleStore } from '../../shared/storage/identity/roles.ts'
import { deliveryKey, heldPartition } from '../../shared/storage/keys/outbound.ts'
import { deliveryStore } from '../../shared/storage/outbound/deliveries.ts'
import { heldDeliveryStore } from '../../shared/storage/outbound/held-deliveries.ts'
import { subscriptionStore } from '../../shared/storage/outbound/subscriptions.ts'
import { eventItem } from '../../shared/storage/record/event-writes.ts'
import { eventStore } from '../../shared/storage/record/events.ts'
import type { Table } from '../../shared/storage/table/types.ts'
import { memoryTable } from '../fakes/memory-table.ts'
import { policedTable } from '../infra/policed-table.ts'

export const accountId = AccountId.parse(1)
export const noon = Date.UTC(2026, 2, 2, 12)
export const secretWord = new Uint8Array(Buffer.from('B'.repeat(16), 'ascii'))
export const signingSecret = new Uint8Array(32).fill(2)

/** A queue that keeps what it is given; `refuses` says of which messages it does not take. */
export const fakeQueue = (refuses: (message: DeliveryMessage) => boolean = () => false) => {
  const messages: QueuedDelivery[] = []
  const queue: DeliveryQueue = {
    send: async (deliveries) => {
      messages.push(...deliveries.filter(({ message }) => !refuses(message)))
      return deliveries.filter(({ message }) => refuses(message))
    },
  }
  return { queue, messages }
}

/** An access event at a door of site 5, by user 31. */
export const accessEvent = (wanted: Partial<Event> = {}): Event => ({
  uuid: 'ae217d80-f38b-4521-aaaa-c3b84e763552',
  kind: 'access',
  type: 'access.granted',
  actor: { kind: 'user', id: 31, name: 'Ann' },
  subject: { kind: 'access_point', id: 41, name: 'Door 1' },
  site: { id: 5, name: 'Office' },
  occurredAt: noon,
  processedAt: noon + 2,
  facts: { credential: { id: 2181069 } },
  ...wanted,
})

/** Stored events as the queue of events hands them to the fan-out. */
export const eventsRecord = (events: readonly Event[], messageId = 'm1', account = accountId): SQSRecord =>
  queueRecord(asciiJson({ accountId: account, events: events.map((event) => eventItem(account, event)) }), messageId)

/** A message as the queue hands it to a function. */
export const queueRecord = (message: unknown, messageId = 'm1', receives = 1): SQSRecord => ({
  messageId,
  receiptHandle: messageId,
  body: typeof message === 'string' ? message : JSON.stringify(message),
  attributes: {
    ApproximateReceiveCount: String(receives),
    SentTimestamp: '0',
    SenderId: 'x',
    ApproximateFirstReceiveTimestamp: '0',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn',
  awsRegion: 'us-east-1',
})

/** The fan-out and the sender over one table, with a clock, a queue and mails that a test can look at. */
export const pipeline = (change: Partial<SenderDeps> = {}, table: Table = memoryTable()) => {
  const clock = { now: noon }
  const now = () => clock.now
  const { queue, messages } = fakeQueue()
  const mails: Mail[] = []
  const sealer = aesSealer(new Uint8Array(32).fill(7), randomBytes)
  const post = webhookPost(Date.now, { connectMs: 300, tlsMs: 300, totalMs: 300, bodyMs: 300, reconnectMs: 100 })
  const deps: SenderDeps & FanOutDeps = {
    administrators: administratorStore(table),
    roles: roleStore(table),
    deliveries: deliveryStore(table),
    heldDeliveries: heldDeliveryStore(table),
    events: eventStore(table),
    subscriptions: subscriptionStore(table),
    queue,
    mailer: {
      send: async (mail) => {
        mails.push(mail)
      },
    },
    sealer,
    receiverRules: { allowLoopback: true },
    posts: { fast: post, slow: post },
    seen: seen(now),
    resolve: async () => ['127.0.0.1'],
    now,
    newUuid: randomUUID,
    jitter: () => 0.5,
    ...change,
  }
  /** With the rights of the function in the cloud. */
  const as = (name: FunctionName) => {
    const policed = policedTable(table, name)
    return {
      administrators: administratorStore(policed),
      roles: roleStore(policed),
      deliveries: deliveryStore(policed),
      heldDeliveries: heldDeliveryStore(policed),
      events: eventStore(policed),
      subscriptions: subscriptionStore(policed),
    }
  }
  /** Adds a subscription that posts to `url`. */
  const subscribe = async (url: string, wanted: Partial<Subscription> = {}): Promise<Subscription> => {
    // each byte 1 is drawn as the letter B
    const secrets = [new Uint8Array(16).fill(1), signingSecret]
    const input = SubscriptionBody.parse({ name: 'Hook', url, errorEmail: 'ops@example.com', criteria: [] })
    const subscription: Subscription = {
      ...input,
      ...drawSecrets({ sealer, randomBytes: () => secrets.shift() ?? new Uint8Array() }).sealed,
      id: SubscriptionId.parse(900),
      version: 1,
      criteria: [],
      dialect: 'brivo',
      clientId: '0d8ab0ce-6fd4-4b0d-9f5c-3c3b2bb1f0aa',
      createdAt: 0,
      updatedAt: 0,
      ...wanted,
    }
    await deps.subscriptions.add(accountId, subscription, undefined)
    return subscription
  }
  /** Stores an event and fans it out. */
  const happen = async (event: Event) => {
    await table.write([{ put: eventItem(accountId, event) }])
    return fanOut({ ...deps, ...as('event-fanout') }, [eventsRecord([event])])
  }
  /** Hands everything in the queues to the sender, as one batch for each lane; gives back what it failed. */
  const work = async () => {
    const records: Record<Lane, SQSRecord[]> = { fast: [], slow: [] }
    for (const [index, { message, lane = 'fast' }] of messages.splice(0).entries())
      records[lane].push(queueRecord(message, `m${index}`))
    const sender = { ...deps, ...as('webhook-sender'), ...change }
    const fast = await deliverBatch(sender, records.fast, 'fast')
    const slow = await deliverBatch(sender, records.slow, 'slow')
    return { batchItemFailures: [...fast.batchItemFailures, ...slow.batchItemFailures] }
  }
  /** Lets the minute tick look at what is held, with its rights. */
  const tick = () => workOnHeld({ ...deps, ...as('timers') }, Number.POSITIVE_INFINITY)
  /** What is held for a subscription, the oldest event first. */
  const held = async (subscriptionId = 900) => {
    const items = await table.query({ pk: heldPartition(accountId, subscriptionId) })
    return items.map(({ message }) => DeliveryMessage.parse(message))
  }
  /** The log of a subscription's deliveries, the oldest event first. */
  const rows = (subscriptionId = 900) => table.query({ pk: deliveryKey(accountId, subscriptionId, 0, '').pk })
  return { table, clock, deps, queue, messages, mails, subscribe, happen, work, tick, held, rows }
}
