/** `npm start`: the whole product on this machine. */

import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { repositoryRoot } from './paths.ts'
import { defaultPorts, type Ports } from './settings.ts'
import { summary } from './summary.ts'
import { type Cloud, startCloud } from './supervisor/launch.ts'
import { clashingPorts } from './supervisor/ports.ts'

const usage = `npm start -- [options]
  --port N        port of the API and the pages (default ${defaultPorts.http})
  --port-base N   first of the six ports (default ${defaultPorts.http})
  --data DIR      where the data is kept (default .local)
  --fresh         start again, without the data of earlier runs
  --help          this text
The same as environment variables: SALLYPORT_PORT, SALLYPORT_PORT_BASE, SALLYPORT_DATA.`

const fail = (line: string): never => {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}

const readFlags = () => {
  try {
    return parseArgs({
      options: {
        port: { type: 'string' },
        'port-base': { type: 'string' },
        data: { type: 'string' },
        fresh: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }).values
  } catch (thrown) {
    return fail(`${thrown instanceof Error ? thrown.message.split('. ')[0] : String(thrown)}: see npm start -- --help`)
  }
}

const portNumber = (name: string, text: string): number => {
  const port = Number(text)
  return Number.isInteger(port) && port > 0 && port < 65_530
    ? port
    : fail(`${name} must be a port from 1 to 65529, not "${text}"`)
}

const readPorts = (flags: ReturnType<typeof readFlags>): Ports => {
  const base = flags['port-base'] ?? process.env.SALLYPORT_PORT_BASE
  const http = flags.port ?? process.env.SALLYPORT_PORT
  const shift = base === undefined ? 0 : portNumber('--port-base', base) - defaultPorts.http
  const shifted = Object.fromEntries(Object.entries(defaultPorts).map(([name, port]) => [name, port + shift])) as Ports
  const ports = http === undefined ? shifted : { ...shifted, http: portNumber('--port', http) }
  const clash = clashingPorts(ports)
  return clash === undefined ? ports : fail(`${clash}: choose another --port or --port-base`)
}

const startedAt = Date.now()
const flags = readFlags()
if (flags.help) {
  process.stdout.write(`${usage}\n`)
  process.exit(0)
}
const dataDir = resolve(flags.data ?? process.env.SALLYPORT_DATA ?? join(repositoryRoot, '.local'))
const say = (line: string): void => void process.stdout.write(`  ${line}\n`)

let cloud: Cloud | undefined
let isStopping = false
const aborting = new AbortController()
const starting = startCloud({ dataDir, ports: readPorts(flags), fresh: flags.fresh, say, signal: aborting.signal })

const stop = async (): Promise<void> => {
  if (isStopping) return
  isStopping = true
  process.stdout.write('\nStopping\n')
  aborting.abort()
  await starting.then(
    (started) => started.stop(),
    () => undefined,
  )
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, () => void stop())

process.stdout.write('Sallyport, the local cloud\n')
try {
  cloud = await starting
} catch (thrown) {
  if (!isStopping) fail(thrown instanceof Error ? thrown.message : String(thrown))
}
const told = async (running: Cloud): Promise<string> => {
  try {
    return summary(running)
  } catch (thrown) {
    await running.stop()
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    return fail(`The data in ${dataDir} is not of this version (${why}): start again with npm start -- --fresh`)
  }
}

if (cloud && !isStopping) {
  process.stdout.write(
    `${await told(cloud)}\nReady in ${((Date.now() - startedAt) / 1000).toFixed(1)} s. Ctrl-C stops everything.\n`,
  )
  const line = await cloud.stopped
  if (line && !isStopping) fail(line)
}
