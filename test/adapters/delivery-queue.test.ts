import { CreateQueueCommand, type Message, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { startFauxqs } from 'fauxqs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sqsDeliveryQueue } from '../../shared/adapters/delivery-queue.ts'
import { DeliveryMessage } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { accessEvent, accountId, pipeline } from '../support/sender.ts'

let engine: Awaited<ReturnType<typeof startFauxqs>>
let client: SQSClient
let queueUrl: string
beforeAll(async () => {
  engine = await startFauxqs({ port: 0, host: '127.0.0.1', logger: false })
  vi.stubEnv('AWS_ENDPOINT_URL_SQS', `http://127.0.0.1:${engine.port}`)
  vi.stubEnv('AWS_REGION', 'us-east-1')
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
  client = new SQSClient({})
  const created = await client.send(new CreateQueueCommand({ QueueName: 'deliveries' }))
  // the engine makes a host name of the address, which no client can read
  queueUrl = `http://127.0.0.1:${engine.port}${/\/\d+\/deliveries$/.exec(created.QueueUrl ?? '')?.[0]}`
})
afterAll(async () => {
  vi.unstubAllEnvs()
  client.destroy()
  await engine.stop()
})

const receive = async (): Promise<Message[]> => {
  const asked = new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 0 })
  return (await client.send(asked)).Messages ?? []
}
const someMessage = async (): Promise<DeliveryMessage> => {
  const { subscribe, happen, messages } = pipeline()
  await subscribe('http://127.0.0.1:9/')
  await happen(accessEvent())
  return DeliveryMessage.parse(messages[0]?.message)
}

describe('the queue of deliveries', () => {
  it('takes any number of messages, and gives each back as it was', async () => {
    const message = await someMessage()
    const sent = Array.from({ length: 23 }, (_, attempt) => ({ message: { ...message, attempt } }))
    expect(await sqsDeliveryQueue(queueUrl).send(sent)).toEqual([])
    const received = [...(await receive()), ...(await receive()), ...(await receive())]
    const read = received.map(({ Body }) => DeliveryMessage.parse(JSON.parse(Body ?? '')))
    expect(read.toSorted((a, b) => a.attempt - b.attempt)).toEqual(sent.map((one) => one.message))
    expect(read[0]?.accountId).toBe(accountId)
  })

  it('sends what is for the slow lane to the queue of that lane, and gives back what it does not take', async () => {
    const message = await someMessage()
    const fast = { message: { ...message, attempt: 1 } }
    const slow = { message: { ...message, attempt: 2 }, lane: 'slow' } as const
    expect(await sqsDeliveryQueue(`${queueUrl}-gone`, queueUrl).send([fast, slow])).toEqual([fast])
    const received = (await receive()).map(({ Body }) => DeliveryMessage.parse(JSON.parse(Body ?? '')).attempt)
    expect(received).toEqual([2])
  })

  it('keeps a message back for as long as it is told', async () => {
    const delayed = [{ message: await someMessage(), delaySeconds: 900 }]
    expect(await sqsDeliveryQueue(queueUrl).send(delayed)).toEqual([])
    expect(await receive()).toEqual([])
  })

  it('that is not there gives everything back and throws nothing', async () => {
    const sent = [{ message: await someMessage() }]
    expect(await sqsDeliveryQueue(`${queueUrl}-gone`).send(sent)).toEqual(sent)
  })
})
