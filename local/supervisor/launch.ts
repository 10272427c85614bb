import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Demo, readDemo } from '../demo-file.ts'
import { repositoryRoot } from '../paths.ts'
import { type RunRecord, type StandInName, standInNames } from '../run-file.ts'
import { type CloudSettings, type CloudUrls, dataFiles, defaultPorts, type Ports, urlsOf } from '../settings.ts'
import { allOrFirstFailure, unlessAborted } from './abort.ts'
import { ensureAssembly } from './assembly.ts'
import { checkDisk, trimLogs, watchDisk } from './disk.ts'
import { clearLeftOvers, removeData } from './left-overs.ts'
import { freePorts, refuseTakenPorts } from './ports.ts'
import { runProduct } from './product.ts'
import { beginRun, type Running } from './running.ts'
import { hasDemo, seedDemo, startSimulator } from './seed.ts'
import { adoptable, standIns, startStandIn, watchStandIns } from './stand-ins.ts'

export type LaunchOptions = {
  /** Where the data is kept; `.local` of the repository unless given. */
  readonly dataDir?: string
  /** `free` takes any six free ports, for a test: such a cloud ends wholly when its starter is killed. */
  readonly ports?: Ports | 'free'
  /** A synthesized assembly to run instead of the one of `infra/`. */
  readonly assemblyDir?: string
  /** Begin with no data. */
  readonly fresh?: boolean
  /** Without the demo tenants there are no panels either, so no simulator. */
  readonly withDemo?: boolean
  /** Ends a start that is under way: it then rejects, with nothing left running. */
  readonly signal?: AbortSignal
  /** Hears of each step while it starts, and later of what a person should know. */
  readonly say?: (line: string) => void
}

/** A running local cloud. */
export type Cloud = {
  readonly urls: CloudUrls
  readonly ports: Ports
  readonly dataDir: string
  /** The contents of `demo.json`, or undefined without the demo tenants. */
  readonly demo: Demo | undefined
  readonly pids: () => {
    readonly standIns: Readonly<Partial<Record<StandInName, number>>>
    readonly product: number | undefined
    readonly simulator: number | undefined
  }
  /** Kills the product's process as `kill -9` does. Resolves when its successor answers. */
  readonly killProduct: () => Promise<void>
  /** Stops everything. Data stays. */
  readonly stop: () => Promise<void>
  /** Resolves after a stop: with undefined when it was asked for, with one line when something broke. */
  readonly stopped: Promise<string | undefined>
}

type Context = { readonly running: Running; readonly say: (line: string) => void; readonly signal: AbortSignal | undefined }

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
const titles = (names: readonly StandInName[]) => names.map((name) => standIns[name].title).join(', ')

/** Adopts the stand-ins that a killed start left, starts the others, and meanwhile synthesizes. Gives the folder to run. */
const prepare = async (
  options: LaunchOptions,
  settings: CloudSettings,
  left: RunRecord | undefined,
  context: Context,
): Promise<string> => {
  const { running, say, signal } = context
  const pids: Partial<Record<StandInName, number>> = {}
  for (const name of standInNames) {
    const pid = await adoptable(name, left, settings)
    if (pid) pids[name] = pid
  }
  const found = standInNames.filter((name) => pids[name])
  const missing = standInNames.filter((name) => !pids[name])
  await refuseTakenPorts(settings.ports, ['http', 'sockets', 'simulator', ...missing])
  running.record({ standIns: pids })
  if (found.length > 0) say(`Found ${titles(found)} still running`)
  if (missing.length > 0) say(`Starting ${titles(missing)}`)
  const starting = missing.map((name) =>
    startStandIn(name, settings, (pid) => running.record({ standIns: { ...running.recorded().standIns, [name]: pid } })),
  )
  // Java takes a second to start and the synthesis some seconds: both at once.
  const assembling =
    options.assemblyDir ?? ensureAssembly(() => say('Synthesizing infra/ (only when something has changed)'), signal)
  await unlessAborted(allOrFirstFailure([assembling, ...starting]), signal)
  return assembling
}

const watchOver = (settings: CloudSettings, { running }: Context): void => {
  const { logs } = dataFiles(settings.dataDir)
  const onDeath = (name: StandInName) =>
    void running.stop(`${capital(standIns[name].title)} has ended: see ${join(logs, `${name}.log`)}, then npm start again`)
  running.watch(watchStandIns(running.recorded().standIns, onDeath))
  running.watch(watchDisk(settings.dataDir, (line) => void running.stop(line)))
}

const startProduct = async (settings: CloudSettings, { running, say, signal }: Context): Promise<void> => {
  say('Starting the product')
  const onPid = (pid: number) => running.record({ product: pid })
  const onGivenUp = (line: string) => void running.stop(line)
  running.setProduct(await unlessAborted(runProduct(settings, { say, onPid, onGivenUp }), signal))
}

const startDemo = async (settings: CloudSettings, { running, say, signal }: Context): Promise<void> => {
  say('Seeding the demo tenants')
  const onSeedPid = (seed: number) => running.record({ seed })
  await unlessAborted(seedDemo(settings, onSeedPid), signal)
  say('Starting the panels')
  const events = {
    say,
    onPid: (pid: number) => running.record({ simulator: pid, seed: undefined }),
    onDeath: (line: string) => void running.stop(line),
  }
  const simulator = await unlessAborted(startSimulator(settings, events), signal)
  if (simulator) running.setSimulator(simulator)
}

/**
 * Starts a whole local cloud: stand-ins (or adopts the ones that a killed start left), product, demo tenants, simulator. Rejects
 * with one line that says what to do, and nothing left running, when it cannot.
 */
export const startCloud = async (options: LaunchOptions = {}): Promise<Cloud> => {
  const dataDir = resolve(options.dataDir ?? join(repositoryRoot, '.local'))
  const ports = options.ports === 'free' ? await freePorts() : (options.ports ?? defaultPorts)
  const files = dataFiles(dataDir)
  checkDisk(dataDir)
  const left = await clearLeftOvers(dataDir)
  const isHalfMade = existsSync(files.demoBegun) && !existsSync(files.demo)
  if (options.fresh || isHalfMade) await removeData(left, dataDir)
  mkdirSync(files.logs, { recursive: true })
  trimLogs(files.logs)
  const running = beginRun(dataDir, ports)
  const context: Context = { running, say: options.say ?? (() => undefined), signal: options.signal }
  try {
    const isTethered = options.ports === 'free'
    const unassembled: CloudSettings = { dataDir, ports, assemblyDir: '', isTethered }
    const assemblyDir = await prepare(options, unassembled, left, context)
    const settings = { ...unassembled, assemblyDir }
    writeFileSync(files.settings, `${JSON.stringify(settings, null, 2)}\n`)
    watchOver(settings, context)
    await startProduct(settings, context)
    if (options.withDemo !== false && hasDemo()) await startDemo(settings, context)
  } catch (thrown) {
    await running.stop()
    throw thrown
  }
  return {
    urls: urlsOf(ports),
    ports,
    dataDir,
    demo: readDemo(files.demo),
    pids: () => {
      const { standIns: pids, product, simulator } = running.recorded()
      return { standIns: pids, product, simulator }
    },
    killProduct: running.killProduct,
    stop: () => running.stop(),
    stopped: running.stopped,
  }
}
