import { SendMessageBatchCommand, SQSClient, SQSServiceException } from '@aws-sdk/client-sqs'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { sqsQueue } from '../../shared/adapters/queue.ts'

const mock = mockClient(SQSClient)
beforeEach(() => mock.reset())
afterAll(() => mock.restore())

const messages = (count: number, size = 10) =>
  Array.from({ length: count }, (_, index) => ({ group: '1', body: String(index).padEnd(size, 'x') }))
const queue = () => sqsQueue('http://127.0.0.1/queue', new SQSClient({ region: 'us-east-1' }))
const named = (name: string) => new SQSServiceException({ name, $fault: 'client', $metadata: {} })

describe('a queue', () => {
  it('is sent ten messages in a request, in order, each with its group', async () => {
    mock.on(SendMessageBatchCommand).resolves({})
    expect(await queue().send(messages(23))).toEqual([])
    const sizes = mock.commandCalls(SendMessageBatchCommand).map(({ args }) => args[0].input.Entries?.length)
    expect(sizes).toEqual([10, 10, 3])
    expect(mock.commandCalls(SendMessageBatchCommand)[0]?.args[0].input.Entries?.[0]).toMatchObject({ MessageGroupId: '1' })
  })

  it('is never sent more than a request may hold', async () => {
    mock.on(SendMessageBatchCommand).resolves({})
    await queue().send(messages(10, 300_000))
    const bytes = mock
      .commandCalls(SendMessageBatchCommand)
      .map(({ args }) => (args[0].input.Entries ?? []).reduce((sum, { MessageBody = '' }) => sum + MessageBody.length, 0))
    expect(Math.max(...bytes)).toBeLessThanOrEqual(1_048_576)
    expect(bytes.reduce((sum, each) => sum + each)).toBe(3_000_000)
  })

  it('has no more requests under way than its client has sockets, and is sent everything', async () => {
    let [underWay, most] = [0, 0]
    mock.on(SendMessageBatchCommand).callsFake(async () => {
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise(setImmediate)
      underWay -= 1
      return {}
    })
    expect(await queue().send(messages(2_000))).toEqual([])
    expect(mock.commandCalls(SendMessageBatchCommand)).toHaveLength(200)
    expect(most).toBeGreaterThan(5)
    expect(most).toBeLessThan(50)
  })

  it('that refuses one of ten gives back that one, and says whose fault it was', async () => {
    const all = messages(10)
    mock.on(SendMessageBatchCommand).resolves({ Failed: [{ Id: '4', Code: 'InternalError', SenderFault: false }] })
    expect(await queue().send(all)).toEqual([{ message: all[4], permanent: false }])
    mock.on(SendMessageBatchCommand).resolves({ Failed: [{ Id: '4', Code: 'InvalidMessageContents', SenderFault: true }] })
    expect(await queue().send(all)).toEqual([{ message: all[4], permanent: true }])
  })

  it('that throttles gives back the whole request, to be sent again', async () => {
    const all = messages(12)
    mock.on(SendMessageBatchCommand).rejectsOnce(named('ThrottlingException')).resolves({})
    expect(await queue().send(all)).toEqual(all.slice(0, 10).map((message) => ({ message, permanent: false })))
  })

  it('that refuses a whole request because of one message takes the nine beside it', async () => {
    const all = messages(10)
    mock.on(SendMessageBatchCommand).callsFake(({ Entries }: { Entries: { MessageBody: string }[] }) => {
      if (Entries.some(({ MessageBody }) => MessageBody === all[4]?.body)) throw named('InvalidMessageContents')
      return {}
    })
    expect(await queue().send(all)).toEqual([{ message: all[4], permanent: true }])
  })

  it('never takes a message that is too long', async () => {
    const [long] = messages(1, 2_000_000)
    mock.on(SendMessageBatchCommand).rejects(named('BatchRequestTooLong'))
    expect(await queue().send(long ? [long] : [])).toEqual([{ message: long, permanent: true }])
  })
})
