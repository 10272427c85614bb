import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import { deliverBatch } from '../../functions/webhook-sender/batch.ts'
import type { SenderDeps } from '../../functions/webhook-sender/deliver.ts'
import { webhookPost } from '../../functions/webhook-sender/post.ts'
import { seen } from '../../functions/webhook-sender/seen.ts'
import { deliveriesOf } from '../../shared/domain/outbound/subscriptions/fan-out.ts'
import { AccountId, SubscriptionId } from '../../shared/lib/ids.ts'
import { deliveryStore } from '../../shared/storage/outbound/deliveries.ts'
import { dynamoTable } from '../../shared/storage/table/table.ts'
import { accessEvent, pipeline, queueRecord } from '../support/sender.ts'
import { type Row, ratioRow } from './row.ts'

const messages = 1_000
const batchSize = 10
const rounds = 9
/** Rounds that only warm both sides up. */
const warmUps = 2
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

/**
 * Deliveries a second from a queue to a receiver, against a bare loop that receives, posts and deletes. Both read the same SQS
 * stand-in and post to the same receiver; the sender's table answers at once, so that only our own time is compared.
 */
export const benchSender = async (): Promise<Row[]> => {
  const helpers = await Promise.all([
    program('test/bench/fixed-dynamodb.ts', 'empty'),
    program('test/bench/queue.ts'),
    program('test/bench/receiver.ts'),
  ])
  const [dynamodb, queue, receiver] = helpers.map(({ port }) => `http://127.0.0.1:${port}`)
  try {
    const sqs = new SQSClient({ ...(queue ? { endpoint: queue } : {}), region: 'us-east-1', credentials })
    const table = dynamoTable(
      new DynamoDBClient({ ...(dynamodb ? { endpoint: dynamodb } : {}), region: 'us-east-1', credentials }),
      't',
    )
    const post = webhookPost(Date.now)
    const posts = { fast: post, slow: post }
    const { deps, subscribe } = pipeline({ deliveries: deliveryStore(table), posts, now: Date.now, seen: seen(Date.now) })
    const subscription = await subscribe(`${receiver}/hook`, { id: SubscriptionId.parse(900) })
    const bodies = () =>
      Array.from({ length: messages }, () => {
        const event = accessEvent({ uuid: randomUUID(), occurredAt: Date.now(), processedAt: Date.now() })
        const stored = { accountId: AccountId.parse(1), event, at: { pk: 'p', sk: 's' } }
        return JSON.stringify(deliveriesOf(stored, [subscription], Date.now())[0])
      })
    const rates = { ours: [] as number[], bare: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      rates.bare.push(await rate(sqs, bodies(), (batch) => bareBatch(batch, `${receiver}/hook`)))
      rates.ours.push(await rate(sqs, bodies(), (batch) => ourBatch(deps, batch)))
    }
    return [ratioRow('webhook sender, deliveries a second', rates.ours.slice(warmUps), rates.bare.slice(warmUps), 'at least 0.7')]
  } finally {
    for (const { child } of helpers) child.kill()
  }
}

const program = async (...args: string[]): Promise<{ child: ChildProcess; port: number }> => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [printed] = await once(child.stdout, 'data')
  return { child, port: Number(String(printed).trim()) }
}

const bareBatch = async (batch: Message[], url: string) => {
  await Promise.all(
    batch.map(async ({ Body = '' }) => {
      const { event } = JSON.parse(Body) as { event: unknown }
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(event),
      })
      await response.text()
      if (!response.ok) throw new Error(String(response.status))
    }),
  )
}

const ourBatch = async (deps: SenderDeps, batch: Message[]) => {
  const records = batch.map(({ Body = '', MessageId = randomBytes(8).toString('hex') }) => queueRecord(Body, MessageId))
  const { batchItemFailures } = await deliverBatch(deps, records)
  if (batchItemFailures.length > 0) throw new Error('The sender failed a message')
}

/** Fills a queue of its own, then works it off with two receivers at once. */
const rate = async (sqs: SQSClient, bodies: string[], work: (batch: Message[]) => Promise<void>): Promise<number> => {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `bench-${randomUUID()}` }))
  for (let start = 0; start < bodies.length; start += batchSize) {
    const Entries = bodies.slice(start, start + batchSize).map((MessageBody, index) => ({ Id: String(index), MessageBody }))
    await sqs.send(new SendMessageBatchCommand({ QueueUrl, Entries }))
  }
  let left = bodies.length
  const startedAt = performance.now()
  const worker = async () => {
    while (left > 0) {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: batchSize }))
      left -= Messages.length
      if (Messages.length === 0) continue
      await work(Messages)
      const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }))
      await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }))
    }
  }
  await Promise.all([worker(), worker()])
  return bodies.length / ((performance.now() - startedAt) / 1000)
}
