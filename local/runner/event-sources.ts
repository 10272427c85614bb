import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { type CloudSettings, clientOptions, dataFiles, type Ports } from '../settings.ts'
import type { Functions } from './functions.ts'
import type { Model } from './model.ts'
import { pollQueue, type QueueSource } from './queue-poller.ts'
import type { StreamSource } from './stream-consumer.ts'
import { recordFilter } from './stream-filter.ts'
import { pollStream } from './stream-poller.ts'
import type { StreamRecord } from './stream-reader.ts'

type Properties = Readonly<Record<string, unknown>>

const number = (value: unknown, otherwise: number): number => (typeof value === 'number' ? value : otherwise)

const reportsItemFailures = (mapping: Properties): boolean =>
  Array.isArray(mapping.FunctionResponseTypes) && mapping.FunctionResponseTypes.includes('ReportBatchItemFailures')

/** Lambda starts with five batches at once and adds more; one machine stops at ten. */
const queueConcurrency = (mapping: Properties): number =>
  Math.min(10, number((mapping.ScalingConfig as { MaximumConcurrency?: number } | undefined)?.MaximumConcurrency, 10))

const queueUrlOf = (model: Model, arn: string): string | undefined => {
  const queue = model.ofType('AWS::SQS::Queue').find((resource) => model.attribute(resource, 'Arn') === arn)
  return queue && model.ref(queue)
}

const queueSource = (functions: Functions, mapping: Properties, queueUrl: string): QueueSource => ({
  queueUrl,
  queueArn: String(mapping.EventSourceArn),
  host: functions.find(String(mapping.FunctionName)),
  batchSize: number(mapping.BatchSize, 10),
  batchingWindowSeconds: number(mapping.MaximumBatchingWindowInSeconds, 0),
  concurrency: queueConcurrency(mapping),
  reportsItemFailures: reportsItemFailures(mapping),
})

/** What Lambda puts on the on-failure destination of a stream: where the records are, not the records themselves. */
const givenUp = (batch: readonly StreamRecord[], streamArn: string, functionArn: string) => ({
  requestContext: { functionArn, condition: 'RetryAttemptsExhausted' },
  version: '1.0',
  timestamp: new Date().toISOString(),
  DDBStreamBatchInfo: {
    streamArn,
    batchSize: batch.length,
    startSequenceNumber: String(batch[0]?.sequenceNumber),
    endSequenceNumber: String(batch.at(-1)?.sequenceNumber),
  },
})

const streamSource = (model: Model, functions: Functions, mapping: Properties, cloud: CloudSettings): StreamSource => {
  const streamArn = String(mapping.EventSourceArn)
  const host = functions.find(String(mapping.FunctionName))
  const retries = number(mapping.MaximumRetryAttempts, -1)
  const destination = (mapping.DestinationConfig as { OnFailure?: { Destination?: string } } | undefined)?.OnFailure?.Destination
  const queueUrl = destination && queueUrlOf(model, destination)
  const giveUp = async (batch: readonly StreamRecord[]): Promise<void> => {
    const client = new SQSClient(clientOptions(cloud.ports.queues))
    const MessageBody = JSON.stringify(givenUp(batch, streamArn, host.name))
    await client.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }))
    client.destroy()
  }
  const folder = dataFiles(cloud.dataDir).streams
  mkdirSync(folder, { recursive: true })
  const name = createHash('sha256').update(streamArn).digest('hex').slice(0, 12)
  return {
    host,
    streamArn,
    batchSize: number(mapping.BatchSize, 100),
    batchingWindowSeconds: number(mapping.MaximumBatchingWindowInSeconds, 0),
    retries: retries < 0 ? undefined : retries,
    bisects: mapping.BisectBatchOnFunctionError === true,
    reportsItemFailures: reportsItemFailures(mapping),
    wants: recordFilter(mapping.FilterCriteria),
    giveUp: queueUrl ? giveUp : undefined,
    positionFile: join(folder, `${name}-${host.name}`),
  }
}

/** What a killed runner had received is visible again at once, rather than after its visibility timeout. */
const release = (ports: Ports, queueUrl: string): Promise<unknown> =>
  fetch(`http://127.0.0.1:${ports.queues}/_local/release?queue=${queueUrl.split('/').at(-1)}`, { method: 'POST' })

/** Starts a poller for each enabled event source mapping of the template. */
export const startEventSources = async (
  model: Model,
  functions: Functions,
  cloud: CloudSettings,
  report: (line: string) => void,
) => {
  const pollers: { stop: () => Promise<void> }[] = []
  const streams = new Map<string, StreamSource[]>()
  for (const resource of model.ofType('AWS::Lambda::EventSourceMapping')) {
    const mapping = model.properties(resource)
    if (mapping.Enabled === false) continue
    const queueUrl = queueUrlOf(model, String(mapping.EventSourceArn))
    if (queueUrl) {
      await release(cloud.ports, queueUrl)
      pollers.push(pollQueue(cloud.ports, queueSource(functions, mapping, queueUrl), report))
    } else {
      const source = streamSource(model, functions, mapping, cloud)
      streams.set(source.streamArn, [...(streams.get(source.streamArn) ?? []), source])
    }
  }
  for (const [streamArn, sources] of streams) pollers.push(pollStream(cloud.ports, streamArn, sources, report))
  return {
    stop: async () => {
      await Promise.all(pollers.map((poller) => poller.stop()))
    },
  }
}
