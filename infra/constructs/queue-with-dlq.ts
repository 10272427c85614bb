import { Duration } from 'aws-cdk-lib'
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { acknowledge } from '../acknowledge.ts'
import type { StageSettings } from '../stage.ts'

export type QueueWithDlqProps = Readonly<{
  /** In kebab case; the queue is `sallyport-<stage>-<name>`. */
  name: string
  stage: StageSettings
  /** How long a consumer may hold a message. At least six times its timeout, or a slow batch comes back while it still runs. */
  visibilitySeconds: number
  retentionSeconds: number
  /** Receives before a message is put aside. */
  maxReceiveCount: number
  /** When the oldest message is older than this, nobody is working on the queue. */
  alarmAgeSeconds: number
  /** When more messages than this wait, the consumers do not keep up. */
  alarmDepth: number
}>

export type QueueWithDlq = Readonly<{ queue: Queue; deadLetters: Queue; alarmAgeSeconds: number; alarmDepth: number }>

const maxRetention = Duration.days(14)
const safe: QueueProps = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true }

/** A standard queue (fair by MessageGroupId) and the queue where messages wait that could not be worked on. */
export const queueWithDlq = (scope: Construct, id: string, props: QueueWithDlqProps): QueueWithDlq => {
  const queueName = `sallyport-${props.stage.name}-${props.name}`
  const deadLetters = new Queue(scope, `${id}DeadLetters`, {
    ...safe,
    queueName: `${queueName}-dead`,
    retentionPeriod: maxRetention,
  })
  const queue = new Queue(scope, id, {
    ...safe,
    queueName,
    visibilityTimeout: Duration.seconds(props.visibilitySeconds),
    retentionPeriod: Duration.seconds(props.retentionSeconds),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: props.maxReceiveCount },
  })
  return { queue, deadLetters, alarmAgeSeconds: props.alarmAgeSeconds, alarmDepth: props.alarmDepth }
}

/** Where an event source mapping leaves word of the stream records that it gave up on. It is the end of the line itself. */
export const streamFailures = (scope: Construct, id: string, stage: StageSettings, name: string): Queue => {
  const queue = new Queue(scope, id, {
    ...safe,
    queueName: `sallyport-${stage.name}-${name}-failed`,
    retentionPeriod: maxRetention,
  })
  acknowledge(queue, 'AwsSolutions-SQS3', 'It is the on-failure destination of a stream, itself a dead-letter queue, and alarmed')
  return queue
}
