import type { Deps } from '../../shared/domain/deps.ts'
import type { Receiver } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { hostOf, mayConnect, readReceiverUrl } from '../../shared/domain/outbound/subscriptions/receiver-url.ts'
import type { SigningKeys } from '../../shared/domain/outbound/subscriptions/secrets.ts'
import { isAddress } from '../../shared/lib/ip-address.ts'
import type { Resolve } from './resolve.ts'

export type RouteDeps = Pick<Deps, 'sealer' | 'receiverRules'> & { resolve: Resolve }

/**
 * The way to a receiver: where its host is, checked, and the keys that sign for it. `refused` is the receiver's matter, `fault`
 * is ours; of the latter the resolver's may still turn out to be because of the name.
 */
export type Route =
  | { kind: 'open'; url: URL; addresses: readonly string[]; keys: SigningKeys }
  | { kind: 'refused'; failure: 'blocked' | 'dns' }
  | { kind: 'fault'; isResolver: boolean; thrown: unknown }

/** Finds the way to a receiver. Does not throw. */
export type RouteTo = (receiver: Receiver) => Promise<Route>

/** Finds the way to each receiver once: for the posts of one batch, which are made together. */
export const routes = (deps: RouteDeps): RouteTo => {
  const known = new Map<string, Promise<Route>>()
  return (receiver) => {
    const name = `${receiver.url} ${receiver.secretWord} ${receiver.signingSecret}`
    const route = known.get(name) ?? findRoute(deps, receiver)
    known.set(name, route)
    return route
  }
}

const findRoute = async ({ sealer, receiverRules, resolve }: RouteDeps, receiver: Receiver): Promise<Route> => {
  let isResolver = false
  try {
    // the rules may have become stricter since the address was accepted
    const url = readReceiverUrl(receiver.url, receiverRules)
    if (!url.ok) return { kind: 'refused', failure: 'blocked' }
    const host = hostOf(url.value)
    isResolver = true
    const addresses = isAddress(host) ? [host] : await resolve(host)
    isResolver = false
    if (addresses.length === 0) return { kind: 'refused', failure: 'dns' }
    if (!addresses.every((address) => mayConnect(address, receiverRules))) return { kind: 'refused', failure: 'blocked' }
    const keys = { secretWord: sealer.open(receiver.secretWord), signingSecrets: [sealer.open(receiver.signingSecret)] }
    return { kind: 'open', url: url.value, addresses, keys }
  } catch (thrown) {
    return { kind: 'fault', isResolver, thrown }
  }
}
