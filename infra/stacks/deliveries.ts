import { Duration, Stack } from 'aws-cdk-lib'
import { RecursiveLoop } from 'aws-cdk-lib/aws-lambda'
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import { ConfigurationSet, ConfigurationSetTlsPolicy, EmailIdentity, Identity } from 'aws-cdk-lib/aws-ses'
import type { Construct } from 'constructs'
import { allow, allowTable, type Grant } from '../access.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { nodeFunction } from '../constructs/node-function.ts'
import { streamSource } from '../constructs/stream-source.ts'
import type { StageSettings } from '../stage.ts'
import type { Messaging } from './messaging.ts'
import type { Storage } from './storage.ts'

/** From a stored event to a subscriber's webhook. */
export const deliveriesStack = (blueprint: Blueprint, storage: Storage, messaging: Messaging): void => {
  const { stage } = blueprint
  const stack = stackOf(blueprint, 'deliveries', 'Events to webhooks, and mail')
  const fanout = nodeFunction(stack, 'EventFanout', {
    ...blueprint,
    name: 'event-fanout',
    environment: { TABLE_NAME: storage.table.tableName, DELIVERIES_QUEUE_URL: messaging.deliveries.queue.queueUrl },
    allow: [
      ...allowTable(storage.table, { items: [], query: ['table'], leadingKeys: ['A#*'] }),
      allow(['sqs:SendMessage'], [messaging.deliveries.queue.queueArn]),
    ],
  })
  streamSource(stack, 'EventFanoutStream', {
    stage,
    name: 'event-fanout',
    target: fanout,
    table: storage.table,
    filters: [{ eventName: ['INSERT'], dynamodb: { NewImage: { entity: { S: ['event'] } } } }],
    parallelization: stage.streamParallelization.eventFanout,
  })
  webhookSender(stack, blueprint, storage, messaging)
}

const webhookSender = (scope: Construct, blueprint: Blueprint, storage: Storage, messaging: Messaging): void => {
  const { stage } = blueprint
  const mailFrom = `no-reply@${stage.mailDomain}`
  const sender = nodeFunction(scope, 'WebhookSender', {
    ...blueprint,
    name: 'webhook-sender',
    environment: {
      TABLE_NAME: storage.table.tableName,
      SERVICE_KEYS_SECRET: storage.secrets.serviceKeys,
      DELIVERIES_QUEUE_URL: messaging.deliveries.queue.queueUrl,
      MAIL_FROM: mailFrom,
      ALLOW_LOOPBACK_RECEIVERS: String(stage.allowLoopbackReceivers),
    },
    allow: [
      ...allowTable(storage.table, {
        items: ['GetItem', 'PutItem', 'UpdateItem'],
        query: [],
        // D#: attempts that fall due later than the queue can wait
        leadingKeys: ['A#*', 'D#*'],
      }),
      allow(['secretsmanager:GetSecretValue'], [storage.secrets.serviceKeys]),
      allow(['sqs:SendMessage'], [messaging.deliveries.queue.queueArn]),
      maySendMail(scope, stage, mailFrom),
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

/** The one address mail is sent from, over TLS or not at all, and the right to send as it. */
const maySendMail = (scope: Construct, stage: StageSettings, mailFrom: string): Grant => {
  const configurationSet = new ConfigurationSet(scope, 'Mail', {
    configurationSetName: `sallyport-${stage.name}`,
    tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
    reputationMetrics: true,
  })
  const identity = new EmailIdentity(scope, 'MailIdentity', { identity: Identity.domain(stage.mailDomain), configurationSet })
  const configurationSetArn = Stack.of(scope).formatArn({
    service: 'ses',
    resource: 'configuration-set',
    resourceName: configurationSet.configurationSetName,
  })
  const right = allow(['ses:SendEmail'], [identity.emailIdentityArn, configurationSetArn])
  right.statement.addCondition('StringEquals', { 'ses:FromAddress': mailFrom })
  return right
}
