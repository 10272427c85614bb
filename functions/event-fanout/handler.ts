import type { SQSEvent } from 'aws-lambda'
import { z } from 'zod'
import { sqsDeliveryQueue } from '../../shared/adapters/delivery-queue.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { administratorStore } from '../../shared/storage/identity/administrators.ts'
import { roleStore } from '../../shared/storage/identity/roles.ts'
import { subscriptionStore } from '../../shared/storage/outbound/subscriptions.ts'
import { connectTable } from '../../shared/storage/table/connect.ts'
import { fanOut } from './fan-out.ts'

const Config = z.object({ TABLE_NAME: z.string(), DELIVERIES_QUEUE_URL: z.url(), DELIVERIES_SLOW_QUEUE_URL: z.url() })
const config = parseConfig(Config, process.env)
const table = connectTable(config.TABLE_NAME)
const deps = {
  administrators: administratorStore(table),
  roles: roleStore(table),
  subscriptions: subscriptionStore(table),
  queue: sqsDeliveryQueue(config.DELIVERIES_QUEUE_URL, config.DELIVERIES_SLOW_QUEUE_URL),
  now: Date.now,
}

export const handler = (event: SQSEvent) => fanOut(deps, event.Records)
