/**
 * The product on this machine: everything that AWS would run of the template, in one process. The stand-ins are processes of
 * their own and outlive it. Usage: node local/runner/main.ts <cloud.json>; says `{ready: true}` or `{failed: line}` to its parent.
 */
import { mkdirSync, readFileSync } from 'node:fs'
import { startPage } from '../pages/start.ts'
import { endProcess, isProgram } from '../processes.ts'
import { readRun } from '../run-file.ts'
import { type CloudSettings, dataFiles } from '../settings.ts'
import { startEventSources } from './event-sources.ts'
import { startFunctions } from './functions.ts'
import { httpRoutes, listenHttp } from './http-listener.ts'
import { buildModel } from './model.ts'
import { ensureResources, notNeededLocally } from './resources.ts'
import { startScheduler } from './scheduler.ts'
import { listenSockets } from './socket-listener.ts'
import { socketRoutes } from './socket-routes.ts'
import { readTemplate } from './template.ts'

const settings = JSON.parse(readFileSync(String(process.argv[2]), 'utf8')) as CloudSettings
const say = (message: unknown): void => void (process.connected && process.send?.(message))
/** A line for the log and for the person at the supervisor. */
const report = (line: string): void => {
  process.stderr.write(`${line}\n`)
  say({ report: line })
}

const run = async (): Promise<() => Promise<void>> => {
  const { ports, dataDir, assemblyDir } = settings
  mkdirSync(dataFiles(dataDir).logs, { recursive: true })
  const template = readTemplate(assemblyDir)
  const left = notNeededLocally([...template.resources.values()].map((resource) => resource.type))
  if (left.length > 0) process.stdout.write(`Not needed locally: ${left.join(', ')}\n`)
  const model = buildModel(template, ports)
  await ensureResources(model, ports)
  const functions = startFunctions(model, settings, report)
  const sockets = socketRoutes(model, functions)
  const listening = [
    await listenHttp(ports.http, httpRoutes(model, functions), (query) => startPage(settings, query)),
    ...(sockets ? [await listenSockets(ports.sockets, sockets)] : []),
  ]
  const sources = await startEventSources(model, functions, settings, report)
  const scheduler = startScheduler(model, functions)
  return async () => {
    scheduler.stop()
    await Promise.all(listening.map((listener) => listener.stop()))
    await sources.stop()
    await functions.stop()
  }
}

/** The supervisor was killed and this cloud is a test's: nothing of it may be left. */
const endOrphans = async (): Promise<void> => {
  const left = settings.isTethered ? readRun(dataFiles(settings.dataDir).run) : undefined
  const pids = [left?.simulator, ...Object.values(left?.standIns ?? {})].filter((pid) => pid !== undefined)
  await Promise.all(pids.filter((pid) => isProgram(pid, settings.dataDir)).map((pid) => endProcess(pid)))
}

try {
  const stop = await run()
  let stopping = false
  const end = () => {
    if (stopping) return
    stopping = true
    // A function that does not come to its end is not waited for: its message or record comes again.
    setTimeout(() => process.exit(0), 3000).unref()
    void stop().finally(() => process.exit(0))
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  process.on('disconnect', () => void endOrphans().finally(end))
  say({ ready: true })
} catch (thrown) {
  const line = thrown instanceof Error ? thrown.message : String(thrown)
  process.stderr.write(`${thrown instanceof Error ? thrown.stack : line}\n`)
  say({ failed: line })
  process.exit(1)
}
