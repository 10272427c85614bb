/** `npm run fleet`: many simulated panels of the running local cloud, in one process. */

import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { demoApi, passwordToken } from '../demo/client.ts'
import { type Demo, readDemo } from '../demo-file.ts'
import { repositoryRoot } from '../paths.ts'
import { dataFiles } from '../settings.ts'
import { FaultPlan } from '../simulator/frame-faults.ts'
import { pause } from '../simulator/pause.ts'
import { SimulatorSettings } from '../simulator/settings.ts'
import { startSimulator } from '../simulator/simulator.ts'
import { progressLine, progressOf } from './progress.ts'
import { registerPanels, serialNumberOf } from './register.ts'
import { openRoster } from './roster.ts'

const usage = `npm run fleet -- [options]
  --panels N      how many panels (default 100, 5000 at most)
  --seconds N     how long they run after the start (default 60)
  --within N      they are switched on at random within so many seconds (default: 25 panels a second)
  --faults FILE   what goes wrong with their frames: docs/simulator.md
  --port N        port of their control surface (default: any free one)
  --data DIR      the data of the running cloud (default .local)
  --help          this text`
const progressEveryMs = 5_000
/** Panels on one machine that wait for a busy cloud must not make it busier: what nobody waits for any more is work all the same. */
const timing = {
  backoffFirstMs: 2_000,
  backoffMaximumMs: 60_000,
  answerTimeoutMs: 30_000,
  ackTimeoutMs: 15_000,
  pollMs: 5_000,
  socketRetryMs: 30_000,
}

const fail = (line: string): never => {
  process.stderr.write(`${line}\n`)
  process.exit(1)
}
const say = (line: string): void => void process.stdout.write(`${line}\n`)
const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

const readFlags = () => {
  const text = { type: 'string' } as const
  const options = { panels: text, seconds: text, within: text, faults: text, port: text, data: text }
  try {
    return parseArgs({ options: { ...options, help: { type: 'boolean', default: false } } }).values
  } catch (thrown) {
    return fail(`${reasonOf(thrown).split('. ')[0]}: see npm run fleet -- --help`)
  }
}
const wholeNumber = (name: string, text: string, from: number, to: number): number => {
  const number = Number(text)
  return text.trim() !== '' && Number.isInteger(number) && number >= from && number <= to
    ? number
    : fail(`${name} must be a whole number from ${from} to ${to}, not "${text}"`)
}

const flags = readFlags()
if (flags.help) {
  say(usage)
  process.exit(0)
}
const count = wholeNumber('--panels', flags.panels ?? '100', 1, 5_000)
const seconds = wholeNumber('--seconds', flags.seconds ?? '60', 1, 86_400)
const withinSeconds = wholeNumber('--within', flags.within ?? String(Math.ceil(count / 25)), 0, 3_600)
const controlPort = wholeNumber('--port', flags.port ?? '0', 0, 65_535)
const dataDir = resolve(flags.data ?? process.env.SALLYPORT_DATA ?? join(repositoryRoot, '.local'))

const readFaults = async (file: string): Promise<FaultPlan> => {
  try {
    const parsed = FaultPlan.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return fail(`${file}: ${issue?.path.map(String).join('.')}: ${issue?.message}`)
  } catch (thrown) {
    return fail(`${file} cannot be read: ${reasonOf(thrown)}`)
  }
}

/** The panels of the fleet that this folder knows, and those that are missing, registered through the API as a customer would. */
const register = async (demo: Demo) => {
  const [tenant] = demo.tenants
  if (!tenant) return fail('The demo has no tenant')
  const token = await passwordToken(demo.authUrl, tenant.passwordApp, tenant.admin)
  const api = demoApi(demo.apiUrl, token, demo.apiKey)
  const roster = openRoster(dataFiles(dataDir).fleet)
  if (roster.siteId() === undefined) {
    const site = await api<{ id: number }>('POST', '/sites', { siteName: 'Fleet', timeZone: 'US/Eastern' })
    roster.useSite(tenant.accountId, site.id)
  }
  const serialNumbers = Array.from({ length: count }, (_, index) => serialNumberOf(index + 1))
  const missing = serialNumbers.filter((serialNumber) => !roster.panel(serialNumber))
  if (missing.length > 0) say(`Registering ${missing.length} panels`)
  let registered = 0
  const progress = setInterval(() => say(`Registered ${registered} of ${missing.length}`), progressEveryMs)
  await registerPanels(api, roster.siteId() ?? 0, missing, (panel) => {
    registered += 1
    roster.add(panel)
  }).finally(() => clearInterval(progress))
  return serialNumbers.flatMap((serialNumber) => roster.panel(serialNumber) ?? [])
}

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop.abort())

const faults = flags.faults === undefined ? undefined : await readFaults(flags.faults)
const demo = readDemo(dataFiles(dataDir).demo) ?? fail(`There is no cloud in ${dataDir}: npm start it first`)
const panels = await register(demo).catch((thrown) => fail(`The panels could not be registered: ${reasonOf(thrown)}`))

// Each panel's own lines would bury those of the fleet.
process.env.LOG_LEVEL ??= 'silent'
const before = process.memoryUsage().rss
const startedAt = performance.now()
const simulator = await startSimulator(
  SimulatorSettings.parse({
    controlPort,
    cloudUrl: demo.panelUrl,
    dataDir: join(dataFiles(dataDir).fleet, 'stores'),
    panels: panels.map(({ serialNumber, pairingCode }) => ({ serialNumber, pairingCode })),
    startWithinMs: withinSeconds * 1_000,
    timing,
    faults,
  }),
).catch((thrown) => fail(`The panels could not be started: ${reasonOf(thrown)}`))
if (faults) say(`Frames have faults, seed ${faults.seed}`)
say(`${count} panels, switched on within ${withinSeconds} s · control surface ${simulator.url}`)

const secondsGone = () => (performance.now() - startedAt) / 1_000
const report = async () => {
  const progress = await progressOf([...simulator.panels.values()])
  say(progressLine(progress, secondsGone(), process.memoryUsage().rss - before))
  return progress
}
while (!stop.signal.aborted && secondsGone() < seconds) {
  await pause(Math.min(progressEveryMs, (seconds - secondsGone()) * 1_000), stop.signal)
  await report()
}
const last = await progressOf([...simulator.panels.values()])
await simulator.stop()
say(`Stopped after ${secondsGone().toFixed(0)} s`)
process.exit(
  last.connected === last.panels || stop.signal.aborted ? 0 : fail(`${last.panels - last.connected} panels are not connected`),
)
