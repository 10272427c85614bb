import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return address && typeof address === 'object' ? address.port : 0
}

describe('the stand-in for SQS', () => {
  let standIn: ChildProcess
  let client: SQSClient
  let endpoint: string
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-queues-'))

  beforeAll(async () => {
    const port = await freePort()
    endpoint = `http://127.0.0.1:${port}`
    standIn = spawn(process.execPath, ['local/stand-ins/queues.ts', String(port), folder], { stdio: 'ignore' })
    await vi.waitFor(async () => expect((await fetch(`${endpoint}/health`)).ok).toBe(true), { timeout: 60_000, interval: 200 })
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }
    client = new SQSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 })
  }, 90_000)
  afterAll(async () => {
    client.destroy()
    standIn.kill()
    await once(standIn, 'exit')
    rmSync(folder, { recursive: true, force: true })
  })

  const queue = async (QueueName: string) => (await client.send(new CreateQueueCommand({ QueueName }))).QueueUrl
  const receive = async (QueueUrl: string | undefined) =>
    (await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))).Messages?.map(({ Body }) => Body)

  it('takes every character that SQS takes, gives it back, and refuses the others', async () => {
    const QueueUrl = await queue('characters')
    const texts = ['\t\n\r ~', 'é \ud7ff \ue000 \ufffd', '\u{10000} 😀 \u{10ffff}']
    for (const MessageBody of texts) await client.send(new SendMessageCommand({ QueueUrl, MessageBody }))
    for (const MessageBody of ['\u0001', 'a\uffff'])
      await expect(client.send(new SendMessageCommand({ QueueUrl, MessageBody }))).rejects.toThrow('Invalid characters found')
    expect((await receive(QueueUrl))?.toSorted()).toEqual(texts.toSorted())
  })

  it('hands out first what belongs to the group with the fewest messages at consumers, as a fair queue of SQS does', async () => {
    const QueueUrl = await queue('fair')
    const send = (MessageGroupId: string, MessageBody: string) =>
      client.send(new SendMessageCommand({ QueueUrl, MessageGroupId, MessageBody }))
    for (const body of ['1', '2', '3', '4']) await send('noisy', body)
    const take = async (MaxNumberOfMessages: number) => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({
          QueueUrl,
          MaxNumberOfMessages,
          MessageSystemAttributeNames: ['All'],
          MessageAttributeNames: ['All'],
        }),
      )
      return Messages
    }
    expect((await take(2)).map(({ Body }) => Body)).toEqual(['1', '2'])
    await send('quiet', 'a')
    const [first, ...others] = await take(10)
    expect(first).toMatchObject({ Body: 'a', Attributes: { MessageGroupId: 'quiet' } })
    expect(first).not.toHaveProperty('MessageAttributes')
    expect(others.map(({ Body }) => Body)).toEqual(['3', '4'])
  })

  it('makes visible what a killed consumer held', async () => {
    const QueueUrl = await queue('held')
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'one' }))
    expect(await receive(QueueUrl)).toEqual(['one'])
    const release = (name: string) => fetch(`${endpoint}/_local/release?queue=${name}`, { method: 'POST' })
    expect((await release('held')).status).toBe(204)
    expect((await release('unknown')).status).toBe(404)
    await vi.waitFor(async () => expect(await receive(QueueUrl)).toEqual(['one']))
  })
})
