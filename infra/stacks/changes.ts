import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources'
import type { Construct } from 'constructs'
import { allow, allowTable } from '../access.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { nodeFunction } from '../constructs/node-function.ts'
import { failuresQueue, streamSource } from '../constructs/stream-source.ts'
import type { Messaging } from './messaging.ts'
import type { Storage } from './storage.ts'

/**
 * Items whose change may change what a panel must know, and among them the sites and groups whose names are copied. Presence,
 * events and commands are not among them. A test holds this list to that of shared/domain/devices/panels/affected.ts.
 */
const compiledEntities = [
  'user',
  'credential',
  'group',
  'rule',
  'schedule',
  'holiday',
  'site',
  'access-point',
  'door-set',
  'door-set-member',
  'area',
  'reader',
  'panel',
]

/** From the table's stream to the queues of those that a change concerns. */
export const changesStack = (blueprint: Blueprint, storage: Storage, messaging: Messaging): void => {
  const { stage } = blueprint
  const stack = stackOf(blueprint, 'changes', "The table's stream to queues")
  const failures = failuresQueue(stack, 'ChangeRouterFailures', stage, 'change-router')
  const { events, postureWork, configUrgent, configWork, nameCopies, jobs } = messaging
  const router = nodeFunction(stack, 'ChangeRouter', {
    ...blueprint,
    name: 'change-router',
    environment: {
      EVENTS_QUEUE_URL: events.queue.queueUrl,
      POSTURE_WORK_QUEUE_URL: postureWork.queue.queueUrl,
      CONFIG_URGENT_QUEUE_URL: configUrgent.queue.queueUrl,
      CONFIG_WORK_QUEUE_URL: configWork.queue.queueUrl,
      NAME_COPIES_QUEUE_URL: nameCopies.queue.queueUrl,
      JOBS_QUEUE_URL: jobs.queue.queueUrl,
      FAILURES_QUEUE_URL: failures.queueUrl,
    },
    allow: [
      allow(
        ['sqs:SendMessage'],
        [events, postureWork, configUrgent, configWork, nameCopies, jobs].map(({ queue }) => queue.queueArn),
      ),
    ],
  })
  const entity = { entity: { S: [...compiledEntities, 'emergency-fan-out'] } }
  // the one reader: DynamoDB may throttle a shard that more than two read
  streamSource(stack, 'ChangeRouterStream', {
    name: 'change-router',
    target: router,
    table: storage.table,
    failures,
    filters: [
      { eventName: ['INSERT'], dynamodb: { NewImage: { entity: { S: ['event', 'batch-job'] } } } },
      { dynamodb: { NewImage: entity } },
      // what was removed is known by its old image only
      { eventName: ['REMOVE'], dynamodb: { OldImage: entity } },
    ],
    parallelization: stage.streamParallelization,
  })
  nameCopier(stack, blueprint, storage, messaging)
  jobRunner(stack, blueprint, storage, messaging)
}

/** From a changed name to its copies. */
const nameCopier = (scope: Construct, blueprint: Blueprint, { table }: Storage, { nameCopies }: Messaging): void => {
  const copier = nodeFunction(scope, 'NameCopier', {
    ...blueprint,
    name: 'name-copier',
    environment: { TABLE_NAME: table.tableName },
    allow: allowTable(table, 'name-copier'),
  })
  copier.addEventSource(
    // one message at a time: the copies of one site may fill the time
    new SqsEventSource(nameCopies.queue, {
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: blueprint.stage.maxConcurrency.nameCopies,
    }),
  )
}

/** From a stored job, row by row, to what it asks for. */
const jobRunner = (scope: Construct, blueprint: Blueprint, { table }: Storage, { jobs }: Messaging): void => {
  const runner = nodeFunction(scope, 'JobRunner', {
    ...blueprint,
    name: 'job-runner',
    environment: { TABLE_NAME: table.tableName, JOBS_QUEUE_URL: jobs.queue.queueUrl },
    allow: [...allowTable(table, 'job-runner'), allow(['sqs:SendMessage'], [jobs.queue.queueArn])],
  })
  runner.addEventSource(
    // one message at a time: the rows of one run may fill the time
    new SqsEventSource(jobs.queue, {
      batchSize: 1,
      reportBatchItemFailures: true,
      maxConcurrency: blueprint.stage.maxConcurrency.jobs,
    }),
  )
}
