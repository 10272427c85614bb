/**
 * A receiver of Sallyport's webhooks in plain Node.js (24 or newer), without any package. It listens on PORT (default 9400),
 * checks both signatures of each event, and prints the event on one line.
 *
 *   CLIENT_ID=…               the id of the application that created the event subscription
 *   ENCRYPTED_SECRET_WORD=…   `encryptedSecretWord` of the subscription
 *   SIGNING_SECRET=whsec_…    `signingSecret`, shown once, when the subscription was created
 *   node examples/webhook-receiver.ts
 */
import { createDecipheriv, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'

/** The keys of one subscription. */
export type Keys = { secretWord: Uint8Array; signingSecret: Uint8Array }

const toleranceSeconds = 300
const maxBodyBytes = 1_000_000

/**
 * The secret word as bytes: 16 ASCII letters and digits. The key is not derived from the client id: it is the very characters of it, without the
 * dashes, as 32 ASCII bytes. AES-256-CBC, an initialization vector of zeros, no padding.
 */
export const decryptSecretWord = (encryptedSecretWord: string, clientId: string): Buffer => {
  const key = Buffer.from(clientId.replaceAll('-', ''), 'ascii')
  const decipher = createDecipheriv('aes-256-cbc', key, Buffer.alloc(16)).setAutoPadding(false)
  return Buffer.concat([decipher.update(Buffer.from(encryptedSecretWord, 'base64')), decipher.final()])
}

/** The 32 bytes behind `whsec_…`. */
export const readSigningSecret = (signingSecret: string): Buffer => Buffer.from(signingSecret.replace(/^whsec_/, ''), 'base64')

/** Says what is wrong with a webhook; undefined when it is genuine and fresh. `body` is exactly what came over the wire. */
export const faultOf = (headers: IncomingHttpHeaders, body: Buffer, keys: Keys, nowSeconds: number): string | undefined => {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name]),
  )
  if (!(Math.abs(nowSeconds - Number(timestamp)) <= toleranceSeconds)) return 'its timestamp is not of these minutes'
  const signed = Buffer.concat([Buffer.from(`${id}.${timestamp}.`), body])
  const standard = createHmac('sha256', keys.signingSecret).update(signed).digest('base64')
  // while a secret is being replaced, there is one signature for each
  if (
    !String(signatures)
      .split(' ')
      .some((one) => same(one, `v1,${standard}`))
  )
    return 'webhook-signature does not fit'
  const brivo = createHmac('sha256', keys.secretWord).update(body).digest('hex')
  return same(String(headers['x-brivo-signature']), brivo) ? undefined : 'X-Brivo-Signature does not fit'
}

/** Compares in a time that tells nothing of where two texts differ. */
const same = (one: string, other: string): boolean => {
  const [left, right] = [Buffer.from(one), Buffer.from(other)]
  return left.length === right.length && timingSafeEqual(left, right)
}

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

const listen = (port: number, keys: Keys): void => {
  // The same event may come twice: a receiver remembers ids, here the last ones in memory, elsewhere in its database.
  const known = new Set<string>()
  const server = createServer(async (request, response) => {
    const body = await bodyOf(request)
    if (!body) return response.writeHead(413).end()
    const fault = faultOf(request.headers, body, keys, Date.now() / 1000)
    if (fault) {
      console.error(`Refused: ${fault}`)
      return response.writeHead(401).end()
    }
    // Answer first and work later: a sender waits 15 seconds at most, and takes anything but 2xx for a failure.
    response.writeHead(204).end()
    const id = String(request.headers['webhook-id'])
    if (known.has(id)) return undefined
    known.add(id)
    if (known.size > 10_000) known.delete(String(known.values().next().value))
    console.log(JSON.stringify(JSON.parse(body.toString())))
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
    secretWord: decryptSecretWord(setting('ENCRYPTED_SECRET_WORD'), setting('CLIENT_ID')),
    signingSecret: readSigningSecret(setting('SIGNING_SECRET')),
  })
}
