import type { DynamoDBStreamEvent } from 'aws-lambda'
import { z } from 'zod'
import { parseConfig } from '../../shared/lib/config.ts'
import { connectTable } from '../../shared/storage/connect.ts'
import { sqsDeliveryQueue } from '../../shared/storage/delivery-queue.ts'
import { subscriptionStore } from '../../shared/storage/subscriptions.ts'
import { fanOut } from './fan-out.ts'

const config = parseConfig(z.object({ TABLE_NAME: z.string(), DELIVERIES_QUEUE_URL: z.url() }), process.env)
const deps = {
  subscriptions: subscriptionStore(connectTable(config.TABLE_NAME)),
  queue: sqsDeliveryQueue(config.DELIVERIES_QUEUE_URL),
  now: Date.now,
}

export const handler = (event: DynamoDBStreamEvent) => fanOut(deps, event.Records)
