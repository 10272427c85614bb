import type { Deps } from '../../shared/domain/deps.ts'
import type { EventWire } from '../../shared/domain/events/wire.ts'
import { hostOf, mayConnect, readReceiverUrl } from '../../shared/domain/subscriptions/receiver-url.ts'
import type { Attempt, Receiver } from '../../shared/domain/subscriptions/schema.ts'
import type { Posted } from '../../shared/domain/subscriptions/settle.ts'
import { signatureHeaders } from '../../shared/domain/subscriptions/sign.ts'
import { isAddress } from '../../shared/lib/ip-address.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { Post } from './post.ts'
import type { Resolve } from './resolve.ts'

export type AttemptDeps = Pick<Deps, 'sealer' | 'receiverRules' | 'now'> & { post: Post; resolve: Resolve }

/** A webhook to a receiver whose secrets are still sealed. `receives` is how often the queue has brought this attempt. */
export type Outgoing = { deliveryId: string; receiver: Receiver; event: EventWire; receives: number }

/** A resolver that fails this often for one attempt fails because of the name. */
const patientReceives = 3

/** Makes one attempt: where the host is now, whether we may connect there, and the post. Throws for a fault of our own. */
export const attempt = async (deps: AttemptDeps, { deliveryId, receiver, event, receives }: Outgoing): Promise<Posted> => {
  const startedAt = deps.now()
  const failed = (failure: NonNullable<Attempt['failure']>): Posted => ({
    attempt: { at: startedAt, durationMs: deps.now() - startedAt, failure },
  })
  // the rules may have become stricter since the address was accepted
  const url = readReceiverUrl(receiver.url, deps.receiverRules)
  if (!url.ok) return failed('blocked')
  const addresses = await addressesOf(deps.resolve, hostOf(url.value), receives)
  if (addresses.length === 0) return failed('dns')
  if (!addresses.every((address) => mayConnect(address, deps.receiverRules))) return failed('blocked')
  const body = JSON.stringify(event)
  const keys = {
    secretWord: deps.sealer.open(receiver.secretWord),
    signingSecrets: [deps.sealer.open(receiver.signingSecret)],
  }
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'Sallyport-Webhooks/1',
    ...signatureHeaders({ deliveryId, now: deps.now(), body }, keys),
  }
  return deps.post({ url: url.value, addresses, headers, body })
}

const addressesOf = async (resolve: Resolve, host: string, receives: number): Promise<string[]> => {
  if (isAddress(host)) return [host]
  try {
    return await resolve(host)
  } catch (thrown) {
    if (receives < patientReceives) throw thrown
    log('warn', 'a host is not resolved', { host, ...describeError(thrown) })
    return []
  }
}
