import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { clientOptions, type Ports, region } from '../settings.ts'
import type { FunctionHost } from './function-host.ts'

/** One event source mapping of a queue. `concurrency` is how many batches may be at the function at once. */
export type QueueSource = {
  readonly queueUrl: string
  readonly queueArn: string
  readonly host: FunctionHost
  readonly batchSize: number
  readonly batchingWindowSeconds: number
  readonly concurrency: number
  readonly reportsItemFailures: boolean
}

type Poller = { readonly stop: () => Promise<void> }

/** A killed runner's long polls end this soon; the stand-in gives back what they take meanwhile. */
const longPollSeconds = 5

const lowerFirst = (name: string) => `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`

const attributesOf = (message: Message) =>
  Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(([name, attribute]) => [
      name,
      Object.fromEntries(Object.entries(attribute).map(([field, value]) => [lowerFirst(field), value])),
    ]),
  )

const recordOf = (message: Message, queueArn: string) => ({
  messageId: message.MessageId,
  receiptHandle: message.ReceiptHandle,
  body: message.Body,
  attributes: message.Attributes ?? {},
  messageAttributes: attributesOf(message),
  md5OfBody: message.MD5OfBody,
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: region,
})

type BatchAnswer = { batchItemFailures?: readonly { itemIdentifier?: unknown }[] }

/**
 * Which messages of a batch are done. A failed function has done none; with partial failures reported, all but the named ones,
 * and none when a name is not of this batch, as Lambda reads it.
 */
export const doneOf = <T extends { MessageId?: string | undefined }>(
  batch: readonly T[],
  value: unknown,
  reportsItemFailures: boolean,
): T[] => {
  // The function's answer is read only here, and everything that is not of this shape means that all is done, as in Lambda.
  const failures = reportsItemFailures ? ((value as BatchAnswer | null)?.batchItemFailures ?? []) : []
  const failed = new Set(failures.map((failure) => failure.itemIdentifier))
  const known = new Set<unknown>(batch.map((message) => message.MessageId))
  return [...failed].every((id) => known.has(id)) ? batch.filter((message) => !failed.has(message.MessageId)) : []
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/**
 * Feeds a function from a queue as its event source mapping says. A message is deleted only after the function has said that it
 * is done; every other outcome leaves it to its visibility timeout, so it comes again, and in the end to the dead-letter queue.
 */
export const pollQueue = (ports: Ports, source: QueueSource, report: (line: string) => void): Poller => {
  const client = new SQSClient({ ...clientOptions(ports.queues), maxAttempts: 1 })
  const stopping = new AbortController()
  const receive = async (most: number, waitSeconds: number): Promise<Message[]> => {
    const answer = await client.send(
      new ReceiveMessageCommand({
        QueueUrl: source.queueUrl,
        MaxNumberOfMessages: Math.min(10, most),
        WaitTimeSeconds: waitSeconds,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: stopping.signal },
    )
    return answer.Messages ?? []
  }
  /** The first messages that come, and within the batching window as many more as the batch takes. */
  const receiveBatch = async (): Promise<Message[]> => {
    const batch = await receive(source.batchSize, longPollSeconds)
    const until = Date.now() + source.batchingWindowSeconds * 1000
    while (batch.length > 0 && batch.length < source.batchSize && Date.now() < until && !stopping.signal.aborted)
      batch.push(...(await receive(source.batchSize - batch.length, 1)))
    return batch
  }
  const handle = async (batch: readonly Message[]): Promise<void> => {
    const invoked = await source.host.invoke({ Records: batch.map((message) => recordOf(message, source.queueArn)) })
    const done = invoked.ok ? doneOf(batch, invoked.value, source.reportsItemFailures) : []
    for (let from = 0; from < done.length; from += 10) {
      const Entries = done
        .slice(from, from + 10)
        .map((message, index) => ({ Id: String(index), ReceiptHandle: message.ReceiptHandle ?? '' }))
      await client.send(new DeleteMessageBatchCommand({ QueueUrl: source.queueUrl, Entries }))
    }
  }
  const handling = new Set<Promise<void>>()
  const start = (batch: readonly Message[]): void => {
    const handled = handle(batch)
      .catch((thrown: unknown) => report(`${source.host.name}: its queue does not take back what is done: ${String(thrown)}`))
      .finally(() => handling.delete(handled))
    handling.add(handled)
  }
  /** One long poll at a time, since a message wakes them all; the batches are handled side by side. */
  const run = async (): Promise<void> => {
    let failures = 0
    while (!stopping.signal.aborted) {
      try {
        const batch = await receiveBatch()
        failures = 0
        if (batch.length > 0) start(batch)
        if (handling.size >= source.concurrency) await Promise.race(handling)
      } catch (thrown) {
        if (stopping.signal.aborted) return
        failures += 1
        // A stand-in that has ended is for the supervisor to report.
        if (failures === 10) report(`${source.host.name}: its queue does not answer: ${String(thrown)}`)
        await pause(200)
      }
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopping.abort()
      await running
      await Promise.all(handling)
      client.destroy()
    },
  }
}
