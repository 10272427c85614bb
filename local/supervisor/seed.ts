import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { localProgram, nodeProgram } from '../paths.ts'
import { endProcess, startProgram } from '../processes.ts'
import { functionEnvironments } from '../runner/functions.ts'
import { buildModel } from '../runner/model.ts'
import { readTemplate } from '../runner/template.ts'
import { type CloudSettings, dataFiles, urlsOf } from '../settings.ts'

/** The process of the simulated panels. */
export type Simulator = { readonly pid: number; readonly stop: () => Promise<void> }

/** Whether there are demo tenants to make. */
export const hasDemo = (): boolean => existsSync(localProgram('demo/main.ts'))

/** Why a program ended: the last line of its log that names an error, or the last line there is. */
const reasonIn = (file: string): string => {
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.findLast((line) => /^(\w*Error|panel simulator)\b.*: /.test(line)) ?? lines.at(-1) ?? ''
}

const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve))

/**
 * Runs `local/demo/main.ts <cloud.json>`, which fills the product with the demo tenants once and writes `demo.json` and
 * `simulator.json` at every start. It has the environment of all the functions together, so it may use their stores.
 */
export const seedDemo = async (settings: CloudSettings, onPid: (pid: number) => void): Promise<void> => {
  const files = dataFiles(settings.dataDir)
  const logFile = join(files.logs, 'demo.log')
  const model = buildModel(readTemplate(settings.assemblyDir), settings.ports)
  const env = Object.assign({}, ...functionEnvironments(model, settings)) as Record<string, string>
  const args = ['--disable-warning=ExperimentalWarning', localProgram('demo/main.ts'), files.settings]
  const child = startProgram({ command: nodeProgram, args, logFile, env: { ...env, TZ: 'UTC' } })
  if (child.pid !== undefined) onPid(child.pid)
  if ((await exitOf(child)) !== 0) throw new Error(`The demo tenants could not be seeded: ${reasonIn(logFile)} (see ${logFile})`)
}

/** The demo knows the panels; where the simulator listens and whom it calls is this start's matter. */
const writeSimulatorSettings = (settings: CloudSettings): void => {
  const files = dataFiles(settings.dataDir)
  const written = JSON.parse(readFileSync(files.simulator, 'utf8')) as Record<string, unknown>
  const here = {
    controlPort: settings.ports.simulator,
    cloudUrl: urlsOf(settings.ports).http,
    dataDir: files.panels,
  }
  writeFileSync(files.simulator, `${JSON.stringify({ ...written, ...here }, null, 2)}\n`)
}

/** What the simulator says of its panels; undefined while it does not answer. */
const panelsOf = async (settings: CloudSettings): Promise<readonly { connected?: boolean }[] | undefined> => {
  try {
    const response = await fetch(`${urlsOf(settings.ports).simulator}/panels`, { signal: AbortSignal.timeout(1000) })
    // The control surface lists its panels.
    return (await response.json()) as readonly { connected?: boolean }[]
  } catch {
    return undefined
  }
}

type Events = {
  readonly say: (line: string) => void
  readonly onPid: (pid: number) => void
  /** The simulator has ended by itself. */
  readonly onDeath: (line: string) => void
}

/** Starts the simulated panels and waits until they are connected, though not for ever. Undefined when the demo has none. */
export const startSimulator = async (
  settings: CloudSettings,
  { say, onPid, onDeath }: Events,
): Promise<Simulator | undefined> => {
  const files = dataFiles(settings.dataDir)
  if (!existsSync(files.simulator)) return undefined
  writeSimulatorSettings(settings)
  const logFile = join(files.logs, 'simulator.log')
  const args = ['--disable-warning=ExperimentalWarning', localProgram('simulator/main.ts'), '--config', files.simulator]
  const child = startProgram({ command: nodeProgram, args, logFile })
  const pid = child.pid
  if (pid === undefined) throw new Error('The panel simulator could not be started')
  onPid(pid)
  const until = Date.now() + 10_000
  let panels = await panelsOf(settings)
  while (!panels?.every((panel) => panel.connected) && Date.now() < until) {
    if (child.exitCode !== null) throw new Error(`The panel simulator did not start: ${reasonIn(logFile)} (see ${logFile})`)
    await pause(50)
    panels = await panelsOf(settings)
  }
  if (!panels) throw new Error(`The panel simulator does not answer: see ${logFile}`)
  const away = panels.filter((panel) => !panel.connected).length
  if (away > 0) say(`${away} of ${panels.length} panels have not connected yet: see ${logFile}`)
  let isStopping = false
  child.once('exit', () => {
    if (!isStopping) onDeath(`The panel simulator has ended: see ${logFile}, then npm start again`)
  })
  const stop = async () => {
    isStopping = true
    await endProcess(pid)
  }
  return { pid, stop }
}
