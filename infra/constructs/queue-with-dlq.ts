import { Duration } from 'aws-cdk-lib'
import { Queue, QueueEncryption, type QueueProps } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
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

export type QueueWithDlq = QueueWithDlqProps & Readonly<{ queue: Queue }>

/** What the queue `name` of a stage is called in AWS. */
export const queueName = (stage: StageSettings, name: string): string => `sallyport-${stage.name}-${name}`

/** `x` has its dead letters in `x-dead`. */
export const deadLettersOf = (name: string): string => `${name}-dead`

/** What every queue is: encrypted, and closed to whoever does not come over TLS. */
export const safeQueue = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true } as const satisfies QueueProps

/** A standard queue (fair by MessageGroupId) and the queue where messages wait that could not be worked on. */
export const queueWithDlq = (scope: Construct, id: string, props: QueueWithDlqProps): QueueWithDlq => {
  const deadLetters = new Queue(scope, `${id}DeadLetters`, {
    ...safeQueue,
    queueName: queueName(props.stage, deadLettersOf(props.name)),
    retentionPeriod: Duration.days(14),
  })
  const queue = new Queue(scope, id, {
    ...safeQueue,
    queueName: queueName(props.stage, props.name),
    visibilityTimeout: Duration.seconds(props.visibilitySeconds),
    retentionPeriod: Duration.seconds(props.retentionSeconds),
    deadLetterQueue: { queue: deadLetters, maxReceiveCount: props.maxReceiveCount },
  })
  return { ...props, queue }
}
