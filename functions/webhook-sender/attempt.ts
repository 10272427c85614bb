import type { Deps } from '../../shared/domain/deps.ts'
import type { Attempt, Receiver } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { type Lane, slowAfterMs } from '../../shared/domain/outbound/subscriptions/lane.ts'
import type { Posted } from '../../shared/domain/outbound/subscriptions/settle.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { Post } from './post.ts'
import type { RouteTo } from './route.ts'
import type { Webhook } from './webhook.ts'

export type AttemptDeps = Pick<Deps, 'now'> & { posts: Readonly<Record<Lane, Post>>; routeTo: RouteTo }

/**
 * A webhook to a receiver whose secrets are still sealed: they sign it by `signatures`. `receives` is how often the queue has
 * brought this attempt.
 */
export type Outgoing = Pick<Webhook, 'signatures'> & {
  deliveryId: string
  receiver: Receiver
  body: string
  receives: number
  lane: Lane
}

/** A resolver that fails this often for one attempt fails because of the name. */
const patientReceives = 3

/** Makes one attempt: where the host is now, whether we may connect there, and the post. Throws for a fault of our own. */
export const attempt = async (deps: AttemptDeps, outgoing: Outgoing): Promise<Posted> => {
  const { deliveryId, receiver, body, signatures, receives, lane } = outgoing
  const startedAt = deps.now()
  const failed = (failure: NonNullable<Attempt['failure']>): Posted => ({
    attempt: { at: startedAt, durationMs: deps.now() - startedAt, failure },
  })
  const route = await deps.routeTo(receiver)
  if (route.kind === 'refused') return failed(route.failure)
  // a name server can keep us waiting as a receiver can
  if (lane === 'fast' && deps.now() - startedAt > slowAfterMs) return failed('timeout')
  if (route.kind === 'fault') {
    if (!route.isResolver || receives < patientReceives) throw route.thrown
    log('warn', 'a host is not resolved', { url: receiver.url, ...describeError(route.thrown) })
    return failed('dns')
  }
  const { url, addresses, keys } = route
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Sallyport-Webhooks/1',
    ...signatures({ deliveryId, now: deps.now(), body }, keys),
  }
  return deps.posts[lane]({ url, addresses, headers, body })
}
