import { randomBytes } from 'node:crypto'
import type { SQSEvent } from 'aws-lambda'
import { z } from 'zod'
import { parseConfig } from '../../shared/lib/config.ts'
import { aesSealer } from '../../shared/lib/sealer.ts'
import { connectTable } from '../../shared/storage/connect.ts'
import { deliveryStore } from '../../shared/storage/deliveries.ts'
import { sqsDeliveryQueue } from '../../shared/storage/delivery-queue.ts'
import { eventStore } from '../../shared/storage/events.ts'
import { sesMailer } from '../../shared/storage/mailer.ts'
import { readSecret, ServiceKeys } from '../../shared/storage/secret.ts'
import { subscriptionStore } from '../../shared/storage/subscriptions.ts'
import { deliverBatch } from './batch.ts'
import type { SenderDeps } from './deliver.ts'
import { webhookPost } from './post.ts'
import { systemResolve } from './resolve.ts'

const Config = z.object({
  TABLE_NAME: z.string(),
  SERVICE_KEYS_SECRET: z.string(),
  DELIVERIES_QUEUE_URL: z.url(),
  MAIL_FROM: z.email(),
  ALLOW_LOOPBACK_RECEIVERS: z.enum(['true', 'false']),
})
const config = parseConfig(Config, process.env)
const { sealKey } = await readSecret(config.SERVICE_KEYS_SECRET, ServiceKeys)
const table = connectTable(config.TABLE_NAME)

const deps: SenderDeps = {
  deliveries: deliveryStore(table),
  events: eventStore(table),
  subscriptions: subscriptionStore(table),
  queue: sqsDeliveryQueue(config.DELIVERIES_QUEUE_URL),
  mailer: sesMailer(config.MAIL_FROM),
  sealer: aesSealer(sealKey, randomBytes),
  receiverRules: { allowLoopback: config.ALLOW_LOOPBACK_RECEIVERS === 'true' },
  post: webhookPost(Date.now),
  resolve: systemResolve,
  now: Date.now,
  jitter: Math.random,
}

export const handler = (event: SQSEvent) => deliverBatch(deps, event.Records)
