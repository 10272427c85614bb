import { Duration, type Stack, TimeZone } from 'aws-cdk-lib'
import { type IRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { type IScheduleTarget, Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler'
import { allow, allowPhotos, allowTable } from '../access.ts'
import { type Blueprint, stackOf } from '../blueprint.ts'
import { mailDomain } from '../constructs/mail.ts'
import { nodeFunction } from '../constructs/node-function.ts'
import { type QueueWithDlq, queueWithDlq } from '../constructs/queue-with-dlq.ts'
import type { Storage } from './storage.ts'

/** The queues, which say only that there is work; the minute tick, which says it of what fell due; and the sender of mail. */
export type Messaging = Readonly<{
  panelWork: QueueWithDlq
  /** Panels whose doors are to be held or released: no other work of any panel is before them. */
  postureWork: QueueWithDlq
  events: QueueWithDlq
  configUrgent: QueueWithDlq
  configWork: QueueWithDlq
  nameCopies: QueueWithDlq
  jobs: QueueWithDlq
  deliveries: QueueWithDlq
  deliveriesSlow: QueueWithDlq
}>

const minute = 60
const hour = 60 * minute
const day = 24 * hour

export const messagingStack = (blueprint: Blueprint, storage: Storage): Messaging => {
  const { stage } = blueprint
  const stack = stackOf(blueprint, 'messaging', 'The queues, the minute tick, and mail')
  mailDomain(stack, stage)
  const panelQueue = {
    stage,
    visibilitySeconds: 6 * stage.functions['panel-worker'].timeoutSeconds,
    // a panel pulls at each heartbeat, so an old nudge is worth nothing
    retentionSeconds: hour,
    maxReceiveCount: 3,
    alarmAgeSeconds: 30,
    alarmDepth: 5_000,
  }
  const panelWork = queueWithDlq(stack, 'PanelWork', { ...panelQueue, name: 'panel-work' })
  const postureWork = queueWithDlq(stack, 'PostureWork', {
    ...panelQueue,
    name: 'posture-work',
    // it also says whose doors an emergency is to hold or release, which nothing else would do
    retentionSeconds: 4 * day,
    maxReceiveCount: 10,
  })
  const events = queueWithDlq(stack, 'Events', {
    name: 'events',
    stage,
    visibilitySeconds: 6 * stage.functions['event-fanout'].timeoutSeconds,
    retentionSeconds: 4 * day,
    maxReceiveCount: 10,
    alarmAgeSeconds: minute,
    alarmDepth: 10_000,
  })
  const configQueue = {
    stage,
    visibilitySeconds: 6 * stage.functions['config-compiler'].timeoutSeconds,
    retentionSeconds: 4 * day,
    maxReceiveCount: 10,
  }
  const configUrgent = queueWithDlq(stack, 'ConfigUrgent', {
    ...configQueue,
    name: 'config-urgent',
    alarmAgeSeconds: minute,
    alarmDepth: 10_000,
  })
  const configWork = queueWithDlq(stack, 'ConfigWork', {
    ...configQueue,
    name: 'config-work',
    alarmAgeSeconds: 15 * minute,
    alarmDepth: 50_000,
  })
  const nameCopies = queueWithDlq(stack, 'NameCopies', {
    name: 'name-copies',
    stage,
    visibilitySeconds: 6 * stage.functions['name-copier'].timeoutSeconds,
    retentionSeconds: 4 * day,
    maxReceiveCount: 10,
    alarmAgeSeconds: 5 * minute,
    alarmDepth: 5_000,
  })
  const jobs = queueWithDlq(stack, 'Jobs', {
    name: 'jobs',
    stage,
    visibilitySeconds: 6 * stage.functions['job-runner'].timeoutSeconds,
    retentionSeconds: 4 * day,
    maxReceiveCount: 10,
    alarmAgeSeconds: 15 * minute,
    alarmDepth: 1_000,
  })
  const deliveryQueue = {
    stage,
    visibilitySeconds: 6 * stage.functions['webhook-sender'].timeoutSeconds,
    retentionSeconds: 4 * day,
    // a receiver's failure is data and ends the message; only our own faults bring one back
    maxReceiveCount: 5,
  }
  const deliveries = queueWithDlq(stack, 'Deliveries', {
    ...deliveryQueue,
    name: 'deliveries',
    alarmAgeSeconds: 20 * minute,
    alarmDepth: 50_000,
  })
  const deliveriesSlow = queueWithDlq(stack, 'DeliveriesSlow', {
    ...deliveryQueue,
    name: 'deliveries-slow',
    alarmAgeSeconds: hour,
    alarmDepth: 50_000,
  })
  const timers = nodeFunction(stack, 'Timers', {
    ...blueprint,
    name: 'timers',
    environment: {
      TABLE_NAME: storage.table.tableName,
      DELIVERIES_QUEUE_URL: deliveries.queue.queueUrl,
      DELIVERIES_SLOW_QUEUE_URL: deliveriesSlow.queue.queueUrl,
      MEDIA_BUCKET: storage.media.bucketName,
    },
    allow: [
      ...allowTable(storage.table, 'timers'),
      allow(['sqs:SendMessage'], [deliveries.queue.queueArn, deliveriesSlow.queue.queueArn]),
      allowPhotos(storage.media, ['s3:DeleteObject']),
    ],
    // a tick that found the one before it still at work must not wait its turn for hours, as Lambda would have it
    invocation: { maxEventAge: Duration.minutes(1), retryAttempts: 0 },
  })
  new Schedule(stack, 'EveryMinute', {
    scheduleName: `sallyport-${stage.name}-every-minute`,
    description: 'Wakes functions/timers for what falls due',
    schedule: ScheduleExpression.cron({ timeZone: TimeZone.ETC_UTC }),
    target: tick(stack, timers),
  })
  return { panelWork, postureWork, events, configUrgent, configWork, nameCopies, jobs, deliveries, deliveriesSlow }
}

/** The CDK's own target may invoke every version of the function; this one the function alone, and only for this account. */
const tick = (stack: Stack, timers: LambdaFunction): IScheduleTarget => {
  const role = new Role(stack, 'TickRole', {
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account } },
    }),
    description: 'What the minute tick may do',
  })
  role.addToPrincipalPolicy(allow(['lambda:InvokeFunction'], [timers.functionArn]).statement)
  // the next tick does what this one missed, so a late one is not worth repeating
  const retryPolicy = { maximumEventAgeInSeconds: minute, maximumRetryAttempts: 2 }
  // a Role is an IRole; the CDK's types were not written for exactOptionalPropertyTypes
  return { bind: () => ({ arn: timers.functionArn, role: role as IRole, retryPolicy }) }
}
