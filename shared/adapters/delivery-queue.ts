import { SendMessageBatchCommand, SQSClient, SQSServiceException } from '@aws-sdk/client-sqs'
import type { DeliveryMessage } from '../domain/outbound/subscriptions/entity.ts'
import type { Lane } from '../domain/outbound/subscriptions/lane.ts'
import { asciiJson } from '../lib/ascii-json.ts'
import { describeError, log } from '../lib/log.ts'

/** An attempt for the queue of its lane (the fast one unless named), and how long it waits there: up to 15 minutes. */
export type QueuedDelivery = { message: DeliveryMessage; delaySeconds?: number; lane?: Lane }

/** The queues of deliveries, fair by account. */
export type DeliveryQueue = {
  /** Sends messages, ten in a request, and gives back those that the queue did not take; it does not throw. */
  send(deliveries: readonly QueuedDelivery[]): Promise<QueuedDelivery[]>
}

export const longestDelaySeconds = 900
const batchSize = 10

/** What is sent is at fault, not the queue: one message can make it refuse the whole request, so each is then sent alone. */
const isRefused = (thrown: unknown): boolean =>
  thrown instanceof SQSServiceException && thrown.$fault === 'client' && !thrown.$retryable && !isThrottling(thrown)

const isThrottling = ({ name, $metadata }: SQSServiceException): boolean =>
  /Throttl|TooManyRequests/.test(name) || $metadata.httpStatusCode === 429

/** The queues behind the AWS client. Who sends by the fast lane alone needs only its queue. */
export const sqsDeliveryQueue = (queueUrl: string, slowQueueUrl = queueUrl): DeliveryQueue => {
  const client = new SQSClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } })
  const sendBatch = async (QueueUrl: string, batch: QueuedDelivery[]): Promise<QueuedDelivery[]> => {
    const Entries = batch.map(({ message, delaySeconds }, index) => ({
      Id: String(index),
      MessageBody: asciiJson(message),
      MessageGroupId: String(message.accountId),
      ...(delaySeconds ? { DelaySeconds: delaySeconds } : {}),
    }))
    try {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
      return Failed.flatMap(({ Id }) => batch[Number(Id)] ?? [])
    } catch (thrown) {
      if (batch.length > 1 && isRefused(thrown)) return (await Promise.all(batch.map((one) => sendBatch(QueueUrl, [one])))).flat()
      log('error', 'the queue of deliveries took nothing', { messages: batch.length, ...describeError(thrown) })
      return batch
    }
  }
  return {
    send: async (deliveries) => {
      const slow = batchesOf(deliveries.filter(({ lane }) => lane === 'slow'))
      const fast = batchesOf(deliveries.filter(({ lane }) => lane !== 'slow'))
      const sent = [...fast.map((batch) => sendBatch(queueUrl, batch)), ...slow.map((batch) => sendBatch(slowQueueUrl, batch))]
      return (await Promise.all(sent)).flat()
    },
  }
}

const batchesOf = (deliveries: readonly QueuedDelivery[]): QueuedDelivery[][] =>
  Array.from({ length: Math.ceil(deliveries.length / batchSize) }, (_, index) =>
    deliveries.slice(index * batchSize, (index + 1) * batchSize),
  )
