import { Duration } from 'aws-cdk-lib'
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Construct } from 'constructs'
import { allow, allowTable } from '../access.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { allowMail, mailFrom } from '../constructs/mail.ts'
import { nodeFunction } from '../constructs/node-function.ts'
import type { Messaging } from './messaging.ts'
import type { Storage } from './storage.ts'

/** From a stored event to a subscriber's webhook. */
export const deliveriesStack = (blueprint: Blueprint, storage: Storage, messaging: Messaging): void => {
  const { stage } = blueprint
  const stack = stackOf(blueprint, 'deliveries', 'Events to webhooks')
  const lanes = lanesOf(messaging)
  const fanout = nodeFunction(stack, 'EventFanout', {
    ...blueprint,
    name: 'event-fanout',
    environment: { TABLE_NAME: storage.table.tableName, ...lanes.environment },
    allow: [...allowTable(storage.table, 'event-fanout'), lanes.maySend],
  })
  fanout.addEventSource(
    new SqsEventSource(messaging.events.queue, {
      batchSize: 10,
      reportBatchItemFailures: true,
      maxConcurrency: stage.maxConcurrency.events,
    }),
  )
  webhookSender(stack, blueprint, storage, messaging)
}

/** The two queues of deliveries, for who sends to either. */
const lanesOf = ({ deliveries, deliveriesSlow }: Messaging) => ({
  environment: { DELIVERIES_QUEUE_URL: deliveries.queue.queueUrl, DELIVERIES_SLOW_QUEUE_URL: deliveriesSlow.queue.queueUrl },
  maySend: allow(['sqs:SendMessage'], [deliveries.queue.queueArn, deliveriesSlow.queue.queueArn]),
})

const webhookSender = (scope: Construct, blueprint: Blueprint, storage: Storage, messaging: Messaging): void => {
  const { stage } = blueprint
  const lanes = lanesOf(messaging)
  const sender = nodeFunction(scope, 'WebhookSender', {
    ...blueprint,
    name: 'webhook-sender',
    environment: {
      TABLE_NAME: storage.table.tableName,
      SERVICE_KEYS_SECRET: storage.secrets.serviceKeys,
      ...lanes.environment,
      MAIL_FROM: mailFrom(stage),
      ALLOW_LOOPBACK_RECEIVERS: String(stage.allowLoopbackReceivers),
    },
    allow: [
      ...allowTable(storage.table, 'webhook-sender'),
      allow(['secretsmanager:GetSecretValue'], [storage.secrets.serviceKeys]),
      lanes.maySend,
      allowMail(scope, stage),
    ],
    // a delivery comes back through the queue at each try; the plan of retries ends it, and Lambda must not do so before
    invocation: { recursiveLoop: RecursiveLoop.ALLOW },
  })
  const source = { reportBatchItemFailures: true }
  sender.addEventSource(
    new SqsEventSource(messaging.deliveries.queue, { ...source, batchSize: 10, maxConcurrency: stage.maxConcurrency.deliveries }),
  )
  sender.addEventSource(
    // receivers that keep us waiting are waited for together, in few and large batches
    new SqsEventSource(messaging.deliveriesSlow.queue, {
      ...source,
      batchSize: 50,
      maxBatchingWindow: Duration.seconds(5),
      maxConcurrency: stage.maxConcurrency.deliveriesSlow,
    }),
  )
}
