import { allow } from '../access.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { nodeFunction } from '../constructs/node-function.ts'
import { failuresQueue, streamSource } from '../constructs/stream-source.ts'
import type { Messaging } from './messaging.ts'
import type { Storage } from './storage.ts'

/**
 * Items whose change may change what a panel must know. Presence, events and commands are not among them. A test holds this
 * list to that of shared/domain/devices/panels/affected.ts.
 */
const compiledEntities = ['user', 'credential', 'group', 'rule', 'schedule', 'holiday', 'site', 'access-point', 'panel']

/** From the table's stream to the queues of those that a change concerns. */
export const changesStack = (blueprint: Blueprint, storage: Storage, messaging: Messaging): void => {
  const { stage } = blueprint
  const stack = stackOf(blueprint, 'changes', "The table's stream to queues")
  const failures = failuresQueue(stack, 'ChangeRouterFailures', stage, 'change-router')
  const { events, configUrgent, configWork } = messaging
  const router = nodeFunction(stack, 'ChangeRouter', {
    ...blueprint,
    name: 'change-router',
    environment: {
      EVENTS_QUEUE_URL: events.queue.queueUrl,
      CONFIG_URGENT_QUEUE_URL: configUrgent.queue.queueUrl,
      CONFIG_WORK_QUEUE_URL: configWork.queue.queueUrl,
      FAILURES_QUEUE_URL: failures.queueUrl,
    },
    allow: [
      allow(
        ['sqs:SendMessage'],
        [events, configUrgent, configWork].map(({ queue }) => queue.queueArn),
      ),
    ],
  })
  const entity = { entity: { S: compiledEntities } }
  // the one reader: DynamoDB may throttle a shard that more than two read
  streamSource(stack, 'ChangeRouterStream', {
    name: 'change-router',
    target: router,
    table: storage.table,
    failures,
    filters: [
      { eventName: ['INSERT'], dynamodb: { NewImage: { entity: { S: ['event'] } } } },
      { dynamodb: { NewImage: entity } },
      // what was removed is known by its old image only
      { eventName: ['REMOVE'], dynamodb: { OldImage: entity } },
    ],
    parallelization: stage.streamParallelization,
  })
}
