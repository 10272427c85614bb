import { createServer } from 'node:net'
import { defaultPorts, type Ports } from '../settings.ts'

const names = Object.keys(defaultPorts) as (keyof Ports)[]

/** Listens on a port for a moment; 0 takes any. Undefined when something else listens there. */
const hold = (port: number) =>
  new Promise<{ port: number; release: () => Promise<void> } | undefined>((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(undefined))
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      const release = () => new Promise<void>((done) => server.close(() => done()))
      resolve({ port: typeof address === 'object' && address ? address.port : port, release })
    })
  })

/** Six free ports, all different, for a private cloud of a test. */
export const freePorts = async (): Promise<Ports> => {
  const held = await Promise.all(names.map(() => hold(0)))
  await Promise.all(held.map((one) => one?.release()))
  // One port for each name, in the same order.
  return Object.fromEntries(names.map((name, index) => [name, held[index]?.port ?? 0])) as Ports
}

/** Throws one line that names the first of these ports that another program listens on. */
export const refuseTakenPorts = async (ports: Ports, wanted: readonly (keyof Ports)[]): Promise<void> => {
  for (const name of wanted) {
    const held = await hold(ports[name])
    if (!held)
      throw new Error(
        `Port ${ports[name]} (${name}) is taken by another program: stop that one, or move all of ours with npm start -- --port-base 9080`,
      )
    await held.release()
  }
}
