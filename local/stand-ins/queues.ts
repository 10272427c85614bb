/**
 * The stand-in for SQS and S3: fauxqs as a process of its own, on 127.0.0.1, with its data on disk.
 * Usage: node local/stand-ins/queues.ts <port> <folder>
 */
import { type IncomingMessage, Server, type ServerResponse } from 'node:http'
import { type ListenOptions, Server as NetServer } from 'node:net'
import { startFauxqs } from 'fauxqs'

const [port, folder] = [Number(process.argv[2]), String(process.argv[3])]

/** fauxqs listens on every address whatever its settings; a stand-in without passwords may be reached from this machine only. */
const listenOnLoopbackOnly = (): void => {
  const listen = NetServer.prototype.listen
  NetServer.prototype.listen = function (this: NetServer, ...args: unknown[]) {
    const [options, ...rest] = args
    const bound = options && typeof options === 'object' ? { ...(options as ListenOptions), host: '127.0.0.1' } : options
    return Reflect.apply(listen, this, [bound, ...rest])
  }
}

type Received = { Messages?: readonly { ReceiptHandle: string }[] }
type Sqs = (action: string, body: Record<string, unknown>) => Promise<Response>

const sqs: Sqs = (action, body) =>
  fetch(`http://127.0.0.1:${port}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `AmazonSQS.${action}` },
    body: JSON.stringify(body),
  })

/**
 * A visibility timeout of 0 makes fauxqs lose a message that it keeps on disk (its row may not have an empty receive count, and
 * the message is out of the memory before that fails); one of a millisecond does the same and keeps it.
 */
const atOnceSeconds = 0.001

const makeVisible = (queueUrl: string, handles: readonly string[]): Promise<unknown> =>
  Promise.all(
    handles.map((ReceiptHandle) =>
      sqs('ChangeMessageVisibility', { QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: atOnceSeconds }),
    ),
  )

/**
 * A long poll whose caller was killed still takes the next messages, and they would be hidden for their whole visibility
 * timeout although nobody has them. Such an answer cannot be delivered, so its messages are made visible at once.
 */
const giveBackUndelivered = (request: IncomingMessage, response: ServerResponse): void => {
  if (request.headers['x-amz-target'] !== 'AmazonSQS.ReceiveMessage') return
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  const end = response.end
  response.end = function (this: ServerResponse, ...args: unknown[]) {
    if (this.destroyed || this.socket?.destroyed !== false) {
      const answer = JSON.parse(String(args[0] ?? '{}')) as Received
      const asked = JSON.parse(Buffer.concat(chunks).toString()) as { QueueUrl: string }
      const handles = (answer.Messages ?? []).map((message) => message.ReceiptHandle)
      if (handles.length > 0) void makeVisible(asked.QueueUrl, handles)
    }
    return Reflect.apply(end, this, args)
  } as typeof end
}

type Inspected = { url: string; messages: { inflight: readonly { receiptHandle: string }[] } }

/** POST /_local/release?queue=name: what a killed consumer held is visible again, as after its visibility timeout. */
const release = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const name = new URL(request.url ?? '/', 'http://local').searchParams.get('queue') ?? ''
  const inspected = await fetch(`http://127.0.0.1:${port}/_fauxqs/queues/${name}`)
  if (inspected.ok) {
    const queue = (await inspected.json()) as Inspected
    await makeVisible(
      queue.url,
      queue.messages.inflight.map((held) => held.receiptHandle),
    )
  }
  response.writeHead(inspected.ok ? 204 : 404).end()
}

/** Runs before fauxqs sees the request; `emit` is the one place where every request passes. */
const watchRequests = (): void => {
  const emit = Server.prototype.emit
  Server.prototype.emit = function (this: Server, ...args: unknown[]) {
    if (args[0] !== 'request') return Reflect.apply(emit, this, args)
    const [request, response] = [args[1] as IncomingMessage, args[2] as ServerResponse]
    if (request.url?.startsWith('/_local/release')) {
      void release(request, response)
      return true
    }
    giveBackUndelivered(request, response)
    return Reflect.apply(emit, this, args)
  }
}

listenOnLoopbackOnly()
watchRequests()
const server = await startFauxqs({ port, host: '127.0.0.1', logger: false, dataDir: folder })
const stop = () => void server.stop().finally(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
