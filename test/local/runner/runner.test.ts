import { networkInterfaces } from 'node:os'
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { clientOptions } from '../../../local/settings.ts'
import { type Cloud, startCloud } from '../../../local/supervisor/launch.ts'
import { makeFixture } from '../fixture/fixture.ts'

const fixture = makeFixture()
let cloud: Cloud
let sqs: SQSClient
let dynamodb: DynamoDBClient

beforeAll(async () => {
  cloud = await startCloud({ dataDir: fixture.dataDir, assemblyDir: fixture.assemblyDir, ports: 'free', withDemo: false })
  sqs = new SQSClient(clientOptions(cloud.ports.queues))
  dynamodb = new DynamoDBClient(clientOptions(cloud.ports.dynamodb))
}, 60_000)

afterAll(async () => {
  await cloud?.stop()
  fixture.remove()
}, 30_000)

const queueUrl = (name: string) => `${cloud.urls.queues}/000000000000/${name}`
const send = (queue: string, name: string, wants?: string) =>
  sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(queue), MessageBody: JSON.stringify({ name, wants }) }))
const put = (name: string, kind: string, wants?: string) =>
  dynamodb.send(
    new PutItemCommand({
      TableName: 'fixture',
      Item: { pk: { S: name }, kind: { S: kind }, ...(wants && { wants: { S: wants } }) },
    }),
  )
const timesNoted = (name: string) => fixture.noted().filter((line) => line.name === name).length
const untilNoted = (name: string, times = 1) =>
  vi.waitFor(() => expect(timesNoted(name)).toBeGreaterThanOrEqual(times), { timeout: 15_000, interval: 20 })
const left = async (queue: string) => {
  const names = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl(queue), AttributeNames: [...names] }))
  return names.reduce((sum, name) => sum + Number(Attributes?.[name]), 0)
}
const untilEmpty = (queue: string) => vi.waitFor(async () => expect(await left(queue)).toBe(0), { timeout: 15_000, interval: 50 })

describe('the HTTP listener', () => {
  it('hands over an event of payload format 2.0', async () => {
    const response = await fetch(`${cloud.urls.http}/echo/a%20b?x=1&x=2&y=`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: 'one=1; two=2', 'X-Mixed': 'Case' },
      body: '{"a":1}',
    })
    expect(await response.json()).toMatchObject({
      version: '2.0',
      routeKey: 'ANY /echo/{proxy+}',
      rawPath: '/echo/a b',
      rawQueryString: 'x=1&x=2&y=',
      queryStringParameters: { x: '1,2', y: '' },
      cookies: ['one=1', 'two=2'],
      headers: { 'x-mixed': 'Case' },
      pathParameters: { proxy: 'a%20b' },
      requestContext: { http: { method: 'POST', path: '/echo/a b' }, stage: '$default' },
      body: '{"a":1}',
      isBase64Encoded: false,
    })
  })
  it('hands over a form and bytes as base64, as API Gateway does', async () => {
    const response = await fetch(`${cloud.urls.http}/echo/form`, { method: 'POST', body: new URLSearchParams({ a: '1' }) })
    expect(await response.json()).toMatchObject({ body: Buffer.from('a=1').toString('base64'), isBase64Encoded: true })
  })
  it('writes binary answers, cookies and bare values', async () => {
    const bytes = await fetch(`${cloud.urls.http}/echo/bytes`)
    expect([...new Uint8Array(await bytes.arrayBuffer())]).toEqual([0, 255, 1])
    const cookies = await fetch(`${cloud.urls.http}/echo/cookies`)
    expect([cookies.status, cookies.headers.getSetCookie()]).toEqual([201, ['a=1; HttpOnly', 'b=2']])
    const plain = await fetch(`${cloud.urls.http}/echo/plain`)
    expect([plain.headers.get('content-type'), await plain.json()]).toEqual(['application/json', { hello: 'world' }])
  })
  it('answers 404, 400, 413 and 500 by itself', async () => {
    const ask = async (path: string, init?: RequestInit) => {
      const response = await fetch(`${cloud.urls.http}${path}`, init)
      return [response.status, await response.json()]
    }
    expect(await ask('/nowhere')).toEqual([404, { message: 'Not Found' }])
    expect(await ask('/echo/%E0%A4%A')).toEqual([400, { message: 'Bad Request' }])
    expect(await ask('/echo/large', { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) })).toEqual([
      413,
      { message: 'Request Entity Too Large' },
    ])
    expect(await ask('/echo/throw')).toEqual([500, { message: 'Internal Server Error' }])
    expect(await ask('/echo/hang')).toEqual([500, { message: 'Internal Server Error' }])
    expect(await ask('/echo/exit')).toEqual([500, { message: 'Internal Server Error' }])
    expect((await ask('/echo/plain'))[0]).toBe(200)
  })
  it('gives a function only the environment of the template and of the runtime', async () => {
    const environment = (await (await fetch(`${cloud.urls.http}/echo/environment`)).json()) as Record<string, string>
    expect(environment.PUBLIC_URL).toBe(cloud.urls.http)
    expect(
      Object.keys(environment)
        .filter((name) => !name.startsWith('AWS_'))
        .toSorted(),
    ).toEqual(['BUCKET', 'PUBLIC_URL', 'ROLE', 'TZ'])
  })
  it('serves its own page at the root', async () => {
    const response = await fetch(cloud.urls.http)
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8'])
  })
})

describe('a queue', () => {
  it('redelivers what a function reports as failed, and only that', async () => {
    await Promise.all([send('work', 'good'), send('work', 'partly', 'fail')])
    await untilNoted('partly', 2)
    await untilEmpty('work')
    expect(timesNoted('good')).toBe(1)
  })
  it('redelivers the batch of a function that threw or whose process ended', async () => {
    await send('work', 'thrower', 'throw')
    await send('work', 'killer', 'exit')
    await untilNoted('thrower', 2)
    await untilNoted('killer', 2)
    await untilEmpty('work')
  })
  it('moves what fails for ever to the dead-letter queue', async () => {
    await send('work', 'poison', 'fail-always')
    await vi.waitFor(async () => expect(await left('work-dead')).toBe(1), { timeout: 20_000, interval: 100 })
    expect(timesNoted('poison')).toBe(3)
  })
  it('gives a killed product its messages back at once, not after their visibility timeout', async () => {
    await send('patient', 'interrupted', 'hang')
    await untilNoted('interrupted')
    await cloud.killProduct()
    await untilNoted('interrupted', 2)
    await untilEmpty('patient')
  })
  it('loses no message that arrives while the product is down', async () => {
    const killed = cloud.killProduct()
    await Promise.all(Array.from({ length: 20 }, (_, index) => send('patient', `down-${index}`)))
    await killed
    await untilEmpty('patient')
    expect(Array.from({ length: 20 }, (_, index) => timesNoted(`down-${index}`)).every((times) => times === 1)).toBe(true)
  })
})

describe('the stream', () => {
  it('delivers what its filter wants, once', async () => {
    await put('unheard', 'other')
    await put('heard', 'heard')
    await untilNoted('heard')
    expect([timesNoted('unheard'), timesNoted('heard')]).toEqual([0, 1])
  })
  it('delivers a failed record and those after it again, in order', async () => {
    await put('stumbling', 'heard', 'fail')
    await put('following', 'heard')
    await untilNoted('stumbling', 2)
    await untilNoted('following')
    const order = fixture.noted().map((line) => line.name)
    expect(order.lastIndexOf('stumbling')).toBeLessThan(order.lastIndexOf('following'))
  })
  it('goes on where it was after the product was killed in the middle of a batch', async () => {
    await put('caught', 'heard', 'hang')
    await untilNoted('caught')
    await Promise.all(Array.from({ length: 20 }, (_, index) => put(`later-${index}`, 'heard')))
    await cloud.killProduct()
    await untilNoted('caught', 2)
    for (const index of Array.from({ length: 20 }, (_, number) => number)) await untilNoted(`later-${index}`)
    expect(timesNoted('heard')).toBe(1)
  })
})

describe('the stand-ins for mail, secrets and objects', () => {
  it('keep a mail with simple content that SES is given, and show it', async () => {
    const ses = new SESv2Client(clientOptions(cloud.ports.mail))
    const Simple = { Subject: { Data: 'Your password' }, Body: { Text: { Data: 'a <b> c' } } }
    await ses.send(
      new SendEmailCommand({
        FromEmailAddress: 'no-reply@sallyport.localhost',
        Destination: { ToAddresses: ['ann@example.com'] },
        Content: { Simple },
      }),
    )
    const raw = new SendEmailCommand({ Content: { Raw: { Data: new TextEncoder().encode('From: x@example.com') } } })
    await expect(ses.send(raw)).rejects.toThrow('simple content')
    const base = `http://127.0.0.1:${cloud.ports.mail}`
    const ofAnn = (await (await fetch(`${base}/mails?to=ann@`)).json()) as { data: { id: string; text: string }[]; count: number }
    expect(ofAnn).toMatchObject({ count: 1, data: [{ subject: 'Your password', to: ['ann@example.com'], text: 'a <b> c' }] })
    expect(await (await fetch(cloud.urls.mail)).text()).toContain('Your password')
    expect(await (await fetch(`${cloud.urls.mail}/${ofAnn.data[0]?.id}`)).text()).toContain('a &lt;b&gt; c')
  })
  it('fill a secret that the template declares empty, and keep it', async () => {
    const secrets = new SecretsManagerClient(clientOptions(cloud.ports.mail))
    const read = async () => (await secrets.send(new GetSecretValueCommand({ SecretId: 'fixture/service-keys' }))).SecretString
    const before = await read()
    expect(Object.keys(JSON.parse(before ?? '{}'))).toEqual(['clientSecretKey', 'apiKeyKey', 'sealKey'])
    await cloud.killProduct()
    expect(await read()).toBe(before)
    await expect(secrets.send(new GetSecretValueCommand({ SecretId: 'none' }))).rejects.toThrow("can't find the specified secret")
  })
  it('create the buckets of the template', async () => {
    const { BUCKET } = (await (await fetch(`${cloud.urls.http}/echo/environment`)).json()) as { BUCKET: string }
    const s3 = new S3Client({ ...clientOptions(cloud.ports.queues), forcePathStyle: true })
    await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a/b', Body: 'kept' }))
    expect(await (await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a/b' }))).Body?.transformToString()).toBe('kept')
  })
  it('listen on this machine only', async () => {
    const [address] = Object.values(networkInterfaces()).flatMap(
      (all) => all?.filter((one) => !one.internal && one.family === 'IPv4') ?? [],
    )
    if (!address) return
    const { simulator: _, ...ports } = cloud.ports
    const reachable = await Promise.all(
      Object.values(ports).map((port) =>
        fetch(`http://${address.address}:${port}/`).then(
          () => port,
          () => undefined,
        ),
      ),
    )
    expect(reachable.filter((port) => port !== undefined)).toEqual([])
  })
})

describe('the WebSocket listener', () => {
  const dial = (token: string) => new WebSocket(`${cloud.urls.sockets}/live`, { headers: { authorization: `Bearer ${token}` } })
  const opened = async () => {
    const socket = dial('good')
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return socket
  }
  const nextMessage = (socket: WebSocket) =>
    new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))))
  const closed = (socket: WebSocket) => new Promise<number>((resolve) => socket.once('close', resolve))

  it('refuses a connection with the status that $connect answers', async () => {
    const socket = dial('bad')
    const status = await new Promise((resolve) =>
      socket.once('unexpected-response', (_, response) => resolve(response.statusCode)),
    )
    expect(status).toBe(401)
  })
  it('carries messages both ways, and reports when it is closed', async () => {
    const socket = await opened()
    const answer = nextMessage(socket)
    socket.send('there and')
    expect(await answer).toBe('there and back')
    const before = timesNoted('$disconnect')
    socket.close()
    await untilNoted('$disconnect', before + 1)
  })
  it('answers a failed function as API Gateway does', async () => {
    const socket = await opened()
    const answer = nextMessage(socket)
    socket.send('throw')
    expect(JSON.parse(await answer)).toMatchObject({ message: 'Internal server error' })
    socket.close()
  })
  it('closes on a message over 128 KB', async () => {
    const socket = await opened()
    const code = closed(socket)
    socket.send('x'.repeat(128 * 1024 + 1))
    expect(await code).toBe(1009)
  })
  it('says 410 for a connection that has ended', async () => {
    const gone = await fetch(`http://127.0.0.1:${cloud.ports.sockets}/live/@connections/none%3D`, { method: 'POST', body: 'x' })
    expect([gone.status, gone.headers.get('x-amzn-errortype')]).toEqual([410, 'GoneException'])
  })
})
