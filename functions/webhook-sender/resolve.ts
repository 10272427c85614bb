import { lookup } from 'node:dns/promises'

/** The addresses of a host; none when it has none. Throws when the resolver itself is at fault. */
export type Resolve = (host: string) => Promise<string[]>

const limitMs = 3_000
/** The name is known to have no address, or cannot be asked for, which is its owner's matter. */
const noSuchHost = ['ENOTFOUND', 'ENODATA', 'EINVAL']

/** Asks the resolver of the system, addresses of version 4 first: a function has no route of version 6. */
export const systemResolve: Resolve = async (host) => {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`The resolver did not answer for ${host}`)), limitMs)
  try {
    const found = await Promise.race([lookup(host, { all: true, order: 'ipv4first' }), late.promise])
    return found.map(({ address }) => address)
  } catch (thrown) {
    // What a resolver throws has a code; of anything else it is undefined here.
    if (noSuchHost.includes((thrown as NodeJS.ErrnoException).code ?? '')) return []
    throw thrown
  } finally {
    clearTimeout(timer)
  }
}
