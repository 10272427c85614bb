import { createServer } from 'node:net'
import { defaultPorts, type Ports } from '../settings.ts'

const names = Object.keys(defaultPorts) as (keyof Ports)[]

type Held = { readonly port: number; readonly release: () => Promise<void> }

/** Listens on a port for a moment. Rejects when it cannot be listened on. */
const hold = (port: number) =>
  new Promise<Held>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const release = () => new Promise<void>((done) => server.close(() => done()))
      resolve({ port: typeof address === 'object' && address ? address.port : port, release })
    })
  })

/** Below the ports that systems give to outgoing connections, any of which may be taken between two starts of a cloud. */
const privateRange = { from: 20_000, count: 12_000 }

/** Holds a port of the range that nobody listens on. */
const holdFree = async (): Promise<Held> => {
  for (;;) {
    const port = privateRange.from + Math.floor(Math.random() * privateRange.count)
    const held = await hold(port).catch(() => undefined)
    if (held) return held
  }
}

/** Six free ports, all different, for a private cloud of a test. */
export const freePorts = async (): Promise<Ports> => {
  const held = await Promise.all(names.map(holdFree))
  await Promise.all(held.map((one) => one.release()))
  // One port for each name, in the same order.
  return Object.fromEntries(names.map((name, index) => [name, held[index]?.port ?? 0])) as Ports
}

/** Says which two of the ports are the same; undefined when all differ. */
export const clashingPorts = (ports: Ports): string | undefined => {
  const second = names.find((name, index) => names.slice(0, index).some((first) => ports[first] === ports[name]))
  const first = second && names.find((name) => ports[name] === ports[second])
  return first && `Port ${ports[first]} is given twice, for ${first} and for ${second}`
}

/** Why a port cannot be listened on, for the person who chose it. */
const unusable = (port: string, error: NodeJS.ErrnoException): string =>
  error.code === 'EADDRINUSE'
    ? `${port} is taken by another program: stop that one, or move all of ours with npm start -- --port-base 9080`
    : `${port} cannot be listened on (${error.message}): choose other ports with npm start -- --port-base 9080`

/** Throws one line that names the first of these ports that cannot be listened on. */
export const refuseTakenPorts = async (ports: Ports, wanted: readonly (keyof Ports)[]): Promise<void> => {
  for (const name of wanted) {
    const held = await hold(ports[name]).catch((error: NodeJS.ErrnoException) => {
      throw new Error(unusable(`Port ${ports[name]} (${name})`, error))
    })
    await held.release()
  }
}
