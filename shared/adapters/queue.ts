import { SendMessageBatchCommand, SQSClient, SQSServiceException } from '@aws-sdk/client-sqs'
import pMap from 'p-map'
import { describeError, log } from '../lib/log.ts'

/**
 * A message, the group by which the queue is fair, and how many seconds it waits in the queue (none unless given, at most 900).
 * `body` is ASCII (`asciiJson`), so its length is its bytes.
 */
export type QueueMessage = { group: string; body: string; delaySeconds?: number }

/** A message that was not sent. `permanent`: the queue will never take it as it is. */
export type Refused<M> = { message: M; permanent: boolean }

export type Queue = {
  /** Sends the messages, ten and one MiB at most in a request, and gives back those that the queue did not take. Does not throw. */
  send<M extends QueueMessage>(messages: readonly M[]): Promise<Refused<M>[]>
}

const maxBatchSize = 10
/**
 * Requests under way at once, fewer than the client has sockets (50): one that waits for a socket counts as one that gets no
 * connection, and hundreds of them fail for nothing.
 */
const maxRequests = 20
/** The same for the messages of one such request that are sent alone. */
const maxAlone = 2
/** SQS takes 1 MiB in a request; the rest of the request is not counted, but some room costs nothing. */
const maxBatchBytes = 1_000_000

const batchesOf = <M extends QueueMessage>(messages: readonly M[]): M[][] => {
  const batches: M[][] = []
  let bytes = 0
  for (const message of messages) {
    const current = batches.at(-1)
    if (current && current.length < maxBatchSize && bytes + message.body.length <= maxBatchBytes) {
      current.push(message)
      bytes += message.body.length
    } else {
      batches.push([message])
      bytes = message.body.length
    }
  }
  return batches
}

/** Whether the request is at fault and not the queue: it would be refused again, but its messages may be taken one by one. */
const blamesTheRequest = (thrown: unknown): boolean =>
  thrown instanceof SQSServiceException && thrown.$fault === 'client' && !thrown.$retryable && !isThrottling(thrown)

const isThrottling = ({ name, $metadata }: SQSServiceException): boolean =>
  /Throttl|TooManyRequests/.test(name) || $metadata.httpStatusCode === 429

/** Whether SQS blames the message rather than itself or us: too long, or with characters that it does not take. */
const blamesTheMessage = (thrown: unknown): boolean =>
  thrown instanceof SQSServiceException && /InvalidMessageContents|BatchRequestTooLong|InvalidParameterValue/.test(thrown.name)

/** A queue behind the AWS client. Some requests are under way at once, the others wait for them here. */
export const sqsQueue = (
  queueUrl: string,
  client = new SQSClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } }),
): Queue => {
  const sendBatch = async <M extends QueueMessage>(batch: M[]): Promise<Refused<M>[]> => {
    const Entries = batch.map(({ group, body, delaySeconds }, index) => ({
      Id: String(index),
      MessageBody: body,
      MessageGroupId: group,
      ...(delaySeconds ? { DelaySeconds: delaySeconds } : {}),
    }))
    try {
      const { Failed = [] } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }))
      return Failed.flatMap(({ Id, SenderFault }) => {
        const message = batch[Number(Id)]
        return message ? [{ message, permanent: SenderFault === true }] : []
      })
    } catch (thrown) {
      // One message can make SQS refuse the whole request, so each is then sent alone.
      if (batch.length > 1 && blamesTheRequest(thrown))
        return (await pMap(batch, (one) => sendBatch([one]), { concurrency: maxAlone })).flat()
      log('error', 'a queue does not take messages', { queueUrl, messages: batch.length, ...describeError(thrown) })
      return batch.map((message) => ({ message, permanent: blamesTheMessage(thrown) }))
    }
  }
  return {
    send: async (messages) => (await pMap(batchesOf(messages), sendBatch, { concurrency: maxRequests })).flat(),
  }
}
