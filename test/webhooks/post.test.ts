import { once } from 'node:events'
import { createServer } from 'node:tls'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { webhookPost } from '../../functions/webhook-sender/post.ts'
import { accept, answer, hangUp, ignore, type Manner, startUnruly } from '../support/unruly-receiver.ts'

const limits = { connectMs: 500, tlsMs: 500, totalMs: 600, bodyMs: 600, reconnectMs: 1_000 }

let receiver: Awaited<ReturnType<typeof startUnruly>>
let post: ReturnType<typeof webhookPost>
beforeEach(async () => {
  receiver = await startUnruly()
  post = webhookPost(Date.now, limits)
})
afterEach(() => receiver.stop())

const send = (addresses: readonly string[] = ['127.0.0.1'], url = receiver.url) =>
  post({ url: new URL(url), addresses, headers: { 'x-test': 'yes' }, body: '{"ä":1}' })

describe('a post', () => {
  it('carries the exact bytes and the headers, to the host by its name', async () => {
    receiver.behave(accept)
    expect(await send(['127.0.0.1'], `http://receiver.test:${receiver.port}/hook?x=1`)).toMatchObject({
      attempt: { status: 200 },
    })
    expect(receiver.seen.bodies).toEqual(['{"ä":1}'])
    expect(receiver.seen.headers[0]).toMatchObject({
      host: `receiver.test:${receiver.port}`,
      'x-test': 'yes',
      'content-length': '8',
    })
  })

  it('that is accepted keeps nothing of the answer', async () => {
    receiver.behave(answer(204))
    expect(await send()).toEqual({ attempt: { at: expect.any(Number), durationMs: expect.any(Number), status: 204 } })
  })

  it('that is not accepted keeps the beginning of the answer and the headers that help', async () => {
    receiver.behave(answer(500, 'database down', { 'content-type': 'text/plain', 'set-cookie': 'a=b', 'retry-after': '9' }))
    expect(await send()).toMatchObject({
      attempt: { status: 500 },
      retryAfter: '9',
      answer: { body: 'database down', truncated: false, headers: { 'content-type': 'text/plain', 'retry-after': '9' } },
    })
    expect((await send()).answer?.headers).not.toHaveProperty('set-cookie')
  })

  it('that is redirected is not followed', async () => {
    receiver.behave(answer(301, '', { location: `${receiver.url}/elsewhere` }))
    expect(await send()).toMatchObject({ attempt: { status: 301 } })
    expect(receiver.seen.requests).toBe(1)
  })

  it('reads no more than 16 KB of a huge answer', async () => {
    receiver.behave((_request, response) => {
      response.writeHead(500)
      const pour = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        response.once('drain', pour)
      }
      pour()
    })
    const { attempt, answer: kept } = await send()
    expect(attempt.status).toBe(500)
    expect(kept).toMatchObject({ truncated: true })
    expect(kept?.body).toHaveLength(16_384)
  })

  it('to one that never answers ends at the time limit', async () => {
    receiver.behave(ignore)
    const { attempt } = await send()
    expect(attempt).toMatchObject({ failure: 'timeout' })
    expect(attempt).not.toHaveProperty('status')
  })

  it('whose answer never ends has the status that came', async () => {
    receiver.behave((_request, response) => {
      response.writeHead(200)
      response.write('a')
    })
    expect(await send()).toMatchObject({ attempt: { status: 200 } })
  })

  it('is no answer when the receiver hangs up, speaks no HTTP, or is not there', async () => {
    receiver.behave(hangUp)
    expect(await send()).toMatchObject({ attempt: { failure: 'hangup' } })
    receiver.behave((request) => request.socket.end('SSH-2.0-OpenSSH\r\n'))
    expect(await send()).toMatchObject({ attempt: { failure: 'protocol' } })
    const { url } = receiver
    await receiver.stop()
    expect(await send(['127.0.0.1'], url)).toMatchObject({ attempt: { failure: 'connect' } })
    receiver = await startUnruly()
  })

  it('that meets a certificate which nobody vouches for is not sent', async () => {
    expect(await send(['127.0.0.1'], `https://receiver.test:${receiver.port}/`)).toMatchObject({ attempt: { failure: 'tls' } })
    expect(receiver.seen.requests).toBe(0)
  })

  it('tries the next address, once, when a connection fails at once', async () => {
    // nobody listens on 127.0.0.2 at this port
    expect(await send(['127.0.0.2', '127.0.0.1'])).toMatchObject({ attempt: { status: 200 } })
    expect(await send(['127.0.0.2', '127.0.0.3', '127.0.0.1'])).toMatchObject({ attempt: { failure: 'connect' } })
    expect(receiver.seen.requests).toBe(1)
  })

  it('uses the connection of the one before, and a new one when the receiver has closed that', async () => {
    for (const _ of [1, 2, 3]) await send()
    expect(receiver.seen).toMatchObject({ requests: 3, connections: 1 })
    receiver.behave((request, response) => {
      receiver.behave(accept)
      if (receiver.seen.requests === 4) return request.socket.resetAndDestroy()
      return accept(request, response)
    })
    expect(await send()).toMatchObject({ attempt: { status: 200 } })
    expect(receiver.seen.connections).toBe(2)
    // the new one is not kept
    await receiver.allClosed()
  })

  it('is not made again when the receiver hangs up on a new connection', async () => {
    receiver.behave(hangUp)
    expect(await send()).toMatchObject({ attempt: { failure: 'hangup' } })
    expect(receiver.seen).toMatchObject({ requests: 1, connections: 1 })
  })

  it('uses no connection to another address of the same host', async () => {
    expect(await send(['127.0.0.1'], `http://receiver.test:${receiver.port}/`)).toMatchObject({ attempt: { status: 200 } })
    expect(await send(['127.0.0.2'], `http://receiver.test:${receiver.port}/`)).toMatchObject({ attempt: { failure: 'connect' } })
    expect(receiver.seen.requests).toBe(1)
  })

  it('that takes too long closes its connection', async () => {
    receiver.behave(ignore)
    await send()
    await receiver.allClosed()
  })
})

const raw =
  (text: string): Manner =>
  (request) => {
    request.socket.write(text)
  }
const switching = 'HTTP/1.1 101 Switching Protocols\r\n'

describe('a post settles, and says how', () => {
  it.each<[string, Manner, object]>([
    ['an upgrade', raw(`${switching}Upgrade: x\r\nConnection: upgrade\r\n\r\n`), { failure: 'protocol' }],
    ['an upgrade to nothing', raw(`${switching}\r\n`), { failure: 'protocol' }],
    ['a silent close', (request) => request.socket.end(), { failure: 'hangup' }],
    ['a reset', (request) => request.socket.resetAndDestroy(), { failure: 'hangup' }],
    ['headers that never end', raw('HTTP/1.1 200 OK\r\nX: '), { failure: 'timeout' }],
    ['a close within the headers', (request) => request.socket.end('HTTP/1.1 200 OK\r\nX: '), { failure: 'hangup' }],
    ['a body that never ends', raw('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na'), { status: 200 }],
    ['a close within the body', (request) => request.socket.end('HTTP/1.1 500 X\r\nContent-Length: 9\r\n\r\na'), { status: 500 }],
    ['endless informational answers', raw('HTTP/1.1 103 Early Hints\r\n\r\n'), { failure: 'timeout' }],
    ['a broken header', raw('HTTP/1.1 200 OK\r\nContent-Length: 9\r\nno header\r\n\r\n'), { failure: 'protocol' }],
    ['an answer of 100 that nobody asked for', raw('HTTP/1.1 100 Continue\r\n\r\n'), { failure: 'protocol' }],
    ['a cookie of 20 KB', answer(200, '', { 'set-cookie': 'x'.repeat(20_000) }), { status: 200 }],
    ['headers of 100 KB', answer(200, '', { 'set-cookie': 'x'.repeat(100_000) }), { failure: 'protocol' }],
  ])('on %s', async (_, manner, ended) => {
    receiver.behave(manner)
    const { attempt } = await send()
    expect(attempt).toMatchObject(ended)
    if (!('status' in ended)) expect(attempt).not.toHaveProperty('status')
  })

  it('at once when the receiver wants another protocol', async () => {
    post = webhookPost(Date.now, { ...limits, totalMs: 60_000 })
    receiver.behave(raw(`${switching}Upgrade: x\r\nConnection: upgrade\r\n\r\n`))
    expect(await send()).toMatchObject({ attempt: { failure: 'protocol' } })
  })

  it.each<[string, string, string, object]>([
    ['informational answers', '', 'HTTP/1.1 103 Early Hints\r\n\r\n', { failure: 'protocol' }],
    ['empty lines', '', '\r\n', { failure: 'protocol' }],
    ['a reason', 'HTTP/1.1 200 ', 'O', { failure: 'protocol' }],
    ['a chunk extension', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;', 'a', { status: 200 }],
    ['the length of a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n', '0', { status: 200 }],
  ])('long before the time limit when %s never end', async (_, head, more, ended) => {
    post = webhookPost(Date.now, { ...limits, totalMs: 60_000, bodyMs: 60_000 })
    receiver.behave(({ socket }) => {
      const pour = () => {
        while (!socket.destroyed && socket.write(more.repeat(2_000)));
        socket.once('drain', pour)
      }
      socket.write(head)
      pour()
    })
    expect(await send()).toMatchObject({ attempt: ended })
  })

  it('soon after the status, which decides, when the body does not end', async () => {
    post = webhookPost(Date.now, { ...limits, totalMs: 60_000, bodyMs: 20 })
    receiver.behave(raw('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na'))
    expect(await send()).toMatchObject({ attempt: { status: 200 } })
  })

  it('without a limit to what comes over one connection for many requests', async () => {
    receiver.behave(answer(200, 'x'.repeat(16_000)))
    for (let count = 0; count < 30; count += 1) expect(await send()).toMatchObject({ attempt: { status: 200 } })
    expect(receiver.seen.connections).toBe(1)
  })

  it('as a connection that failed, when there is no way to its address', async () => {
    // an address for documents, which no machine has a route to
    const { attempt } = await send(['2001:db8::1'], 'http://receiver.test/')
    expect(['connect', 'timeout']).toContain(attempt.failure)
  })
})

describe('a post over TLS', () => {
  it.each(['receiver.test', 'receiver.test.'])('asks for the certificate of %s at the address that was checked', async (name) => {
    const asked: string[] = []
    const server = createServer({
      SNICallback: (name, callback) => {
        asked.push(name)
        callback(new Error('There is no certificate for this name'))
      },
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : undefined
    const { attempt } = await send(['127.0.0.1'], `https://${name}:${port}/`)
    server.close()
    expect(attempt.failure).toBe('tls')
    expect(asked).toEqual(['receiver.test'])
  })
})
