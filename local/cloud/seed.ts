import type { ChildProcess } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { functionEnvironments } from './functions.ts'
import { buildModel } from './model.ts'
import { localProgram, nodeProgram } from './paths.ts'
import { endProcess, startProgram } from './processes.ts'
import { type CloudSettings, dataFiles, urlsOf } from './settings.ts'
import { readTemplate } from './template.ts'

/** The simulator's process, when the demo has panels. */
export type Seeded = { readonly simulator: { readonly pid: number; readonly stop: () => Promise<void> } | undefined }

const lastLine = (file: string): string => readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? ''

const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve))

/**
 * Runs `local/demo/main.ts <cloud.json>`, which fills the product with the demo tenants once and writes `demo.json` and
 * `simulator.json` at every start. It has the environment of all the functions together, so it may use their stores.
 */
export const seedDemo = async (settings: CloudSettings): Promise<void> => {
  const files = dataFiles(settings.dataDir)
  const logFile = join(files.logs, 'demo.log')
  const model = buildModel(readTemplate(settings.assemblyDir), settings.ports)
  const env = Object.assign({}, ...functionEnvironments(model, settings)) as Record<string, string>
  const args = ['--disable-warning=ExperimentalWarning', localProgram('demo/main.ts'), files.settings]
  const child = startProgram({ command: nodeProgram, args, logFile, env: { ...env, TZ: 'UTC' } })
  if ((await exitOf(child)) !== 0) throw new Error(`The demo tenants could not be seeded: ${lastLine(logFile)} (see ${logFile})`)
}

/** The demo knows the panels; where the simulator listens and whom it calls is this start's matter. */
const writeSimulatorSettings = (settings: CloudSettings): void => {
  const files = dataFiles(settings.dataDir)
  const written = JSON.parse(readFileSync(files.simulator, 'utf8')) as Record<string, unknown>
  const here = {
    controlPort: settings.ports.simulator,
    cloudUrl: urlsOf(settings.ports).http,
    dataDir: join(settings.dataDir, 'panels'),
  }
  writeFileSync(files.simulator, `${JSON.stringify({ ...written, ...here }, null, 2)}\n`)
}

const answers = async (url: string): Promise<boolean> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(1000) })
    await response.body?.cancel()
    return true
  } catch {
    return false
  }
}

/** Starts the simulated panels and waits until their control surface answers; `onDeath` hears when they end by themselves. */
export const startSimulator = async (
  settings: CloudSettings,
  onPid: (pid: number) => void,
  onDeath: (line: string) => void,
): Promise<Seeded['simulator']> => {
  const files = dataFiles(settings.dataDir)
  if (!existsSync(files.simulator) || !existsSync(localProgram('simulator/main.ts'))) return undefined
  writeSimulatorSettings(settings)
  const logFile = join(files.logs, 'simulator.log')
  const args = ['--disable-warning=ExperimentalWarning', localProgram('simulator/main.ts'), '--config', files.simulator]
  const child = startProgram({ command: nodeProgram, args, logFile })
  const pid = child.pid
  if (pid === undefined) throw new Error('The panel simulator could not be started')
  onPid(pid)
  let stopping = false
  const until = Date.now() + 20_000
  while (!(await answers(`${urlsOf(settings.ports).simulator}/panels`))) {
    if (child.exitCode !== null || Date.now() > until) {
      await endProcess(pid)
      throw new Error(`The panel simulator did not start: ${lastLine(logFile)} (see ${logFile})`)
    }
    await pause(50)
  }
  child.once('exit', () => {
    if (!stopping) onDeath(`The panel simulator has ended: see ${logFile}, then npm start again`)
  })
  const stop = async () => {
    stopping = true
    await endProcess(pid)
  }
  return { pid, stop }
}
