import type { Posted } from '../../shared/domain/outbound/subscriptions/settle.ts'
import type { Clock } from '../../shared/lib/clock.ts'
import { type ConnectLimits, connections } from './connections.ts'
import { type Exchange, type ExchangeLimits, exchange } from './exchange.ts'

/** A signed webhook for a receiver, whose addresses were resolved and checked: no other is connected to. */
export type Webhook = { url: URL; addresses: readonly string[]; headers: Readonly<Record<string, string>>; body: string }

/** Posts a webhook and says how that ended. Throws only for a fault of our own, which must not count against the receiver. */
export type Post = (webhook: Webhook) => Promise<Posted>

/** How long is waited, in milliseconds: a connection that fails sooner than `reconnectMs` is tried at one more address. */
export type PostLimits = ConnectLimits & ExchangeLimits & { reconnectMs: number }
export const usualLimits: PostLimits = { connectMs: 3_000, tlsMs: 3_000, totalMs: 15_000, bodyMs: 1_000, reconnectMs: 1_000 }

/** Posts over connections that are kept for the next webhook to the same receiver. */
export const webhookPost = (now: Clock, limits: PostLimits = usualLimits): Post => {
  const kept = connections(limits)

  return async ({ url, addresses, headers, body }) => {
    const startedAt = now()
    const [address, nextAddress] = addresses
    if (address === undefined) throw new Error('A webhook needs an address')
    const at = (address: string, over = kept): Promise<Exchange> =>
      exchange(
        over,
        { url, address, headers, body },
        { totalMs: Math.max(1, limits.totalMs - (now() - startedAt)), bodyMs: limits.bodyMs },
      )
    /** The receiver closed a kept connection as we began to write: the same request on a new one. */
    const onNewConnection = async (): Promise<Exchange> => {
      const fresh = connections(limits)
      try {
        return await at(address, fresh)
      } finally {
        await fresh.destroy()
      }
    }
    const again = async (outcome: Exchange): Promise<Exchange> => {
      if (outcome.wasStale) return onNewConnection()
      const isFast = now() - startedAt < limits.reconnectMs
      // nothing was sent, so trying the next address cannot bring the event twice
      return outcome.failure === 'connect' && isFast && nextAddress !== undefined ? at(nextAddress) : outcome
    }
    const ended = await again(await at(address))
    return postedOf(ended, startedAt, now() - startedAt)
  }
}

const postedOf = ({ status, failure, retryAfter, answer }: Exchange, at: number, durationMs: number): Posted => ({
  attempt: { at, durationMs, ...(status === undefined ? {} : { status }), ...(failure === undefined ? {} : { failure }) },
  ...(retryAfter === undefined ? {} : { retryAfter }),
  // of a success nothing is kept: most are, and storing them is most of what a delivery costs
  ...(answer && !(status !== undefined && status >= 200 && status < 300) ? { answer } : {}),
})
