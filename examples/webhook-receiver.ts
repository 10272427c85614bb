/**
 * A receiver of Sallyport's webhooks in Node.js (24 or newer), with the typed client of `sdk/`. It listens on PORT (default 9400),
 * checks both signatures of each event, and prints the event on one line.
 *
 *   CLIENT_ID=…               the id of the application that created the event subscription
 *   ENCRYPTED_SECRET_WORD=…   `encryptedSecretWord` of the subscription
 *   SIGNING_SECRET=whsec_…    `signingSecret`, shown once, when the subscription was created; two with a space between, while one is replaced
 *   node examples/webhook-receiver.ts
 */
import { createServer, type IncomingMessage } from 'node:http'
import { decryptSecretWord, verifyWebhook, WebhookError, type WebhookSecrets } from '@sallyport/client'

const maxBodyBytes = 1_000_000

/** The bytes of a request; undefined when they are too many to be an event. */
const bodyOf = async (request: IncomingMessage): Promise<Buffer | undefined> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request) {
    size += chunk.length
    if (size > maxBodyBytes) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const listen = (port: number, secrets: WebhookSecrets): void => {
  // The same event may come twice: a receiver remembers ids, here the last ones in memory, elsewhere in its database.
  const known = new Set<string>()
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    if (!body) return response.writeHead(413).end()
    const event = await verifyWebhook(request.headers, body, secrets).catch((error: unknown) => {
      if (error instanceof WebhookError) return error
      throw error
    })
    if (event instanceof WebhookError) {
      console.error(`Refused: ${event.message}`)
      return response.writeHead(401).end()
    }
    // Answer first and work later: a sender waits 15 seconds at most, and takes anything but 2xx for a failure.
    response.writeHead(204).end()
    const id = String(request.headers['webhook-id'])
    if (known.has(id)) return undefined
    known.add(id)
    if (known.size > 10_000) known.delete(String(known.values().next().value))
    console.log(JSON.stringify(event))
    return undefined
  })
  server.listen(port, () => {
    const address = server.address()
    console.error(`Waiting for events on port ${typeof address === 'object' ? address?.port : port}`)
  })
}

const setting = (name: string): string => {
  const value = process.env[name]
  if (value) return value
  console.error(`Set ${name}: see the beginning of this file`)
  process.exit(1)
}

if (import.meta.main) {
  listen(Number(process.env.PORT ?? 9400), {
    signingSecrets: setting('SIGNING_SECRET').split(' '),
    secretWords: [await decryptSecretWord(setting('ENCRYPTED_SECRET_WORD'), setting('CLIENT_ID'))],
  })
}
