import type { DynamoDBStreamEvent } from 'aws-lambda'
import { z } from 'zod'
import { sqsQueue } from '../../shared/adapters/queue.ts'
import { parseConfig } from '../../shared/lib/config.ts'
import { routeChanges } from './route-changes.ts'

const Config = z.object({
  EVENTS_QUEUE_URL: z.url(),
  POSTURE_WORK_QUEUE_URL: z.url(),
  CONFIG_URGENT_QUEUE_URL: z.url(),
  CONFIG_WORK_QUEUE_URL: z.url(),
  NAME_COPIES_QUEUE_URL: z.url(),
  JOBS_QUEUE_URL: z.url(),
  FAILURES_QUEUE_URL: z.url(),
})
const config = parseConfig(Config, process.env)
const deps = {
  events: sqsQueue(config.EVENTS_QUEUE_URL),
  postureWork: sqsQueue(config.POSTURE_WORK_QUEUE_URL),
  configUrgent: sqsQueue(config.CONFIG_URGENT_QUEUE_URL),
  configWork: sqsQueue(config.CONFIG_WORK_QUEUE_URL),
  nameCopies: sqsQueue(config.NAME_COPIES_QUEUE_URL),
  jobs: sqsQueue(config.JOBS_QUEUE_URL),
  failures: sqsQueue(config.FAILURES_QUEUE_URL),
  now: Date.now,
}

/** The only reader of the table's stream. */
export const handler = (event: DynamoDBStreamEvent) => routeChanges(deps, event.Records)
