import { SendMessageBatchCommand, SQSClient, SQSServiceException } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { sqsDeliveryQueue } from '../../shared/adapters/delivery-queue.ts'
import { DeliveryMessage } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { accessEvent, pipeline } from '../support/sender.ts'

const sqs = mockClient(SQSClient)
beforeEach(() => sqs.reset())
afterAll(() => sqs.restore())

const tenMessages = async () => {
  const { subscribe, happen, messages } = pipeline()
  await subscribe('http://127.0.0.1:9/')
  await happen(accessEvent())
  const message = DeliveryMessage.parse(messages[0]?.message)
  return Array.from({ length: 10 }, (_, attempt) => ({ message: { ...message, attempt } }))
}
const queue = sqsDeliveryQueue('http://127.0.0.1:9/queue')
const fault = (name: string, httpStatusCode: number) =>
  new SQSServiceException({
    name,
    message: name,
    $fault: httpStatusCode < 500 ? 'client' : 'server',
    $metadata: { httpStatusCode },
  })

describe('the queue of deliveries', () => {
  it('gives back the one of ten that it does not take', async () => {
    const sent = await tenMessages()
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [], Failed: [{ Id: '3', SenderFault: true, Code: 'X' }] })
    expect(await queue.send(sent)).toEqual([sent[3]])
  })

  it('that refuses ten because of one takes the nine others', async () => {
    const sent = await tenMessages()
    sqs.on(SendMessageBatchCommand).callsFake(({ Entries }: { Entries: { MessageBody: string }[] }) => {
      if (Entries.some(({ MessageBody }) => JSON.parse(MessageBody).attempt === 3)) throw fault('InvalidMessageContents', 400)
      return { Successful: [] }
    })
    expect(await queue.send(sent)).toEqual([sent[3]])
    expect(sqs.calls()).toHaveLength(11)
  })

  it.each([
    ['throttles', fault('RequestThrottled', 403)],
    ['throttles', fault('ThrottlingException', 400)],
    ['fails', fault('ServiceUnavailable', 503)],
    ['does not answer', new Error('ECONNREFUSED')],
  ])('that %s gives all back at once and is not asked for each', async (_, thrown) => {
    const sent = await tenMessages()
    sqs.on(SendMessageBatchCommand).rejects(thrown)
    expect(await queue.send(sent)).toEqual(sent)
    expect(sqs.calls()).toHaveLength(1)
  })

  it('carries every name in ASCII, and gives it back as it was', async () => {
    const [first] = await tenMessages()
    if (!first) throw new Error('There is no message')
    const message = { ...first.message, deliveryId: 'ü 𠮷 🚪 \u2028 \u007f \ud800' }
    sqs.on(SendMessageBatchCommand).resolves({ Successful: [] })
    await queue.send([{ message }])
    const [call] = sqs.commandCalls(SendMessageBatchCommand)
    const body = call?.args[0].input.Entries?.[0]?.MessageBody ?? ''
    expect(body).toMatch(/^[ -~]+$/)
    expect(JSON.parse(body)).toEqual(message)
  })
})
