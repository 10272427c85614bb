import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { hostOf } from '../../shared/domain/outbound/subscriptions/receiver-url.ts'
import type { Posted } from '../../shared/domain/outbound/subscriptions/settle.ts'
import type { Clock } from '../../shared/lib/clock.ts'
import { isAddress } from '../../shared/lib/ip-address.ts'
import { type Exchange, type ExchangeLimits, exchange } from './exchange.ts'

/** A signed webhook for a receiver, whose addresses were resolved and checked: no other is connected to. */
export type Webhook = { url: URL; addresses: readonly string[]; headers: Readonly<Record<string, string>>; body: string }

/** Posts a webhook and says how that ended. Throws only for a fault of our own, which must not count against the receiver. */
export type Post = (webhook: Webhook) => Promise<Posted>

/** How long is waited, in milliseconds: a connection that fails sooner than `reconnectMs` is tried at one more address. */
export type PostLimits = ExchangeLimits & { reconnectMs: number }
export const usualLimits: PostLimits = { connectMs: 3_000, tlsMs: 3_000, totalMs: 15_000, reconnectMs: 1_000 }

/** Posts over connections that are kept for the next webhook to the same receiver. */
export const webhookPost = (now: Clock, limits: PostLimits = usualLimits): Post => {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) }

  return async ({ url, addresses, headers, body }) => {
    const startedAt = now()
    const isSecure = url.protocol === 'https:'
    const host = hostOf(url)
    const at = (address: string | undefined, reuse = true): Promise<Exchange> =>
      exchange(
        {
          isSecure,
          body,
          options: {
            method: 'POST',
            host: address,
            port: url.port || (isSecure ? 443 : 80),
            path: `${url.pathname}${url.search}`,
            headers: { ...headers, host: url.host, 'content-length': Buffer.byteLength(body) },
            agent: reuse && (isSecure ? agents.https : agents.http),
            // the certificate must be the host's, not that of the address which we connect to; names in TLS have no trailing dot
            ...(isSecure && !isAddress(host) ? { servername: host.replace(/\.$/, '') } : {}),
          },
        },
        { ...limits, totalMs: Math.max(1, limits.totalMs - (now() - startedAt)) },
      )
    const first = await at(addresses[0])
    const ended = await again(first)
    return postedOf(ended, startedAt, now() - startedAt)

    async function again(outcome: Exchange): Promise<Exchange> {
      // the receiver closed a kept connection as we began to write: the same request on a new one
      if (outcome.wasStale) return at(addresses[0], false)
      const isFast = now() - startedAt < limits.reconnectMs
      // nothing was sent, so trying the next address cannot bring the event twice
      return outcome.failure === 'connect' && isFast && addresses[1] !== undefined ? at(addresses[1]) : outcome
    }
  }
}

const postedOf = ({ status, failure, retryAfter, answer }: Exchange, at: number, durationMs: number): Posted => ({
  attempt: { at, durationMs, ...(status === undefined ? {} : { status }), ...(failure === undefined ? {} : { failure }) },
  ...(retryAfter === undefined ? {} : { retryAfter }),
  // of a success nothing is kept: most are, and storing them is most of what a delivery costs
  ...(answer && !(status !== undefined && status >= 200 && status < 300) ? { answer } : {}),
})
