import { randomBytes, randomUUID } from 'node:crypto'
import type { SQSEvent } from 'aws-lambda'
import { z } from 'zod'
import { sqsDeliveryQueue } from '../../shared/adapters/delivery-queue.ts'
import { sesMailer } from '../../shared/adapters/mailer.ts'
import { readSecret, ServiceKeys } from '../../shared/adapters/secret.ts'
import { fastLimitMs } from '../../shared/domain/outbound/subscriptions/lane.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { aesSealer } from '../../shared/lib/sealer.ts'
import { administratorStore } from '../../shared/storage/identity/administrators.ts'
import { roleStore } from '../../shared/storage/identity/roles.ts'
import { deliveryStore } from '../../shared/storage/outbound/deliveries.ts'
import { heldDeliveryStore } from '../../shared/storage/outbound/held-deliveries.ts'
import { subscriptionStore } from '../../shared/storage/outbound/subscriptions.ts'
import { eventStore } from '../../shared/storage/record/events.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { deliverBatch } from './batch.ts'
import type { SenderDeps } from './deliver.ts'
import { laneOfSource } from './lanes.ts'
import { usualLimits, webhookPost } from './post.ts'
import { systemResolve } from './resolve.ts'
import { seen } from './seen.ts'

const Config = z.object({
  TABLE_NAME: z.string(),
  SERVICE_KEYS_SECRET: z.string(),
  DELIVERIES_QUEUE_URL: z.url(),
  DELIVERIES_SLOW_QUEUE_URL: z.url(),
  MAIL_FROM: z.email(),
  ALLOW_LOOPBACK_RECEIVERS: z.enum(['true', 'false']),
})
const config = parseConfig(Config, process.env)
const { sealKey } = await readSecret(config.SERVICE_KEYS_SECRET, ServiceKeys)
const table = connectTable(config.TABLE_NAME)

const deps: SenderDeps = {
  administrators: administratorStore(table),
  roles: roleStore(table),
  deliveries: deliveryStore(table),
  heldDeliveries: heldDeliveryStore(table),
  events: eventStore(table),
  subscriptions: subscriptionStore(table),
  queue: sqsDeliveryQueue(config.DELIVERIES_QUEUE_URL, config.DELIVERIES_SLOW_QUEUE_URL),
  mailer: sesMailer(config.MAIL_FROM),
  sealer: aesSealer(sealKey, randomBytes),
  receiverRules: { allowLoopback: config.ALLOW_LOOPBACK_RECEIVERS === 'true' },
  posts: { fast: webhookPost(Date.now, { ...usualLimits, totalMs: fastLimitMs }), slow: webhookPost(Date.now) },
  seen: seen(Date.now),
  resolve: systemResolve,
  now: Date.now,
  newUuid: randomUUID,
  jitter: Math.random,
}

export const handler = ({ Records }: SQSEvent) =>
  deliverBatch(deps, Records, laneOfSource(Records[0]?.eventSourceARN ?? '', config.DELIVERIES_SLOW_QUEUE_URL))
