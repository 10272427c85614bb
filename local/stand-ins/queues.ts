/**
 * The stand-in for SQS and S3: fauxqs as a process of its own, on 127.0.0.1, with its data on disk.
 * Usage: node local/stand-ins/queues.ts <port> <folder>
 */
import { subscribe } from 'node:diagnostics_channel'
import { type buildApp, startFauxqs } from 'fauxqs'
import { makeQueuesFair, withGroups, withoutGroups } from './queue-groups.ts'
import { keptBody, sentAnswer } from './queue-text.ts'

const [port, folder] = [Number(process.argv[2]), String(process.argv[3])]

/** The Fastify server that fauxqs is. */
type App = Omit<ReturnType<typeof buildApp>, 'then'>
type Received = { Messages?: readonly { ReceiptHandle: string }[] }

/** fauxqs listens on every address whatever its settings; a stand-in without passwords may be reached from this machine only. */
const listenOnLoopbackOnly = (app: App): void => {
  const listen: (options: { port: number; host: string }) => Promise<string> = app.listen.bind(app)
  Object.assign(app, { listen: (options: { port: number }) => listen({ ...options, host: '127.0.0.1' }) })
}

const isSend = (target: unknown): boolean => target === 'AmazonSQS.SendMessage' || target === 'AmazonSQS.SendMessageBatch'
const isReceive = (target: unknown): boolean => target === 'AmazonSQS.ReceiveMessage'

/** Takes every character that SQS takes, and the groups of messages, and gives them back. */
const takeEveryMessage = (app: App): void => {
  app.addHook('preHandler', async (request) => {
    // The SDK makes these bodies, and whatever has another shape is fauxqs's to refuse.
    if (!isSend(request.headers['x-amz-target'])) return
    const body = request.body as Parameters<typeof keptBody>[0]
    request.body = keptBody(withGroups(body))
  })
  app.addHook('onSend', async (request, reply, payload) => {
    const target = request.headers['x-amz-target']
    if (reply.statusCode !== 200 || typeof payload !== 'string' || !(isSend(target) || isReceive(target))) return payload
    return JSON.stringify(withoutGroups(sentAnswer(JSON.parse(payload), request.body as Parameters<typeof sentAnswer>[1])))
  })
}

/**
 * A visibility timeout of 0 makes fauxqs lose a message that it keeps on disk (its row may not have an empty receive count, and
 * the message is out of the memory before that fails); one of a millisecond does the same and keeps it.
 */
const atOnceSeconds = 0.001

const makeVisible = (app: App, queueUrl: string, handles: readonly string[]): Promise<unknown> =>
  Promise.all(
    handles.map((ReceiptHandle) =>
      app.inject({
        method: 'POST',
        url: '/',
        headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'AmazonSQS.ChangeMessageVisibility' },
        payload: JSON.stringify({ QueueUrl: queueUrl, ReceiptHandle, VisibilityTimeout: atOnceSeconds }),
      }),
    ),
  )

/**
 * A long poll whose caller was killed still takes the next messages, and they would be hidden for their whole visibility
 * timeout although nobody has them. Such an answer cannot be delivered, so its messages are made visible at once.
 */
const giveBackUndelivered = (app: App): void => {
  app.addHook('onSend', async (request, reply, payload) => {
    if (!isReceive(request.headers['x-amz-target']) || typeof payload !== 'string') return payload
    if (reply.raw.destroyed || reply.raw.socket?.destroyed !== false) {
      const { Messages = [] } = JSON.parse(payload) as Received
      const { QueueUrl } = request.body as { QueueUrl: string }
      await makeVisible(
        app,
        QueueUrl,
        Messages.map(({ ReceiptHandle }) => ReceiptHandle),
      )
    }
    return payload
  })
}

type Inspected = { url: string; messages: { inflight: readonly { receiptHandle: string }[] } }

/** POST /_local/release?queue=name: what a killed consumer held is visible again, as after its visibility timeout. */
const serveRelease = (app: App): void => {
  app.post('/_local/release', async (request, reply) => {
    const { queue = '' } = request.query as { queue?: string }
    const inspected = await app.inject({ url: `/_fauxqs/queues/${encodeURIComponent(queue)}` })
    if (inspected.statusCode !== 200) return reply.code(404).send()
    const { url, messages } = inspected.json<Inspected>()
    await makeVisible(
      app,
      url,
      messages.inflight.map((held) => held.receiptHandle),
    )
    return reply.code(204).send()
  })
}

makeQueuesFair()
// Fastify shows every server that is made here, before it has its own routes: fauxqs does not hand its server out.
subscribe('fastify.initialization', (shown) => {
  const { fastify } = shown as { fastify: App }
  listenOnLoopbackOnly(fastify)
  takeEveryMessage(fastify)
  giveBackUndelivered(fastify)
  serveRelease(fastify)
})
const server = await startFauxqs({ port, host: '127.0.0.1', logger: false, dataDir: folder })
const stop = () => void server.stop().finally(() => process.exit(0))
process.on('SIGTERM', stop)
process.on('SIGINT', stop)
