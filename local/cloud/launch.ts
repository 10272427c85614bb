import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ensureAssembly } from './assembly.ts'
import { checkDisk, watchDisk } from './disk.ts'
import { localProgram, repositoryRoot } from './paths.ts'
import { freePorts, takenPort } from './ports.ts'
import { endProcess, isAlive, isProgram } from './processes.ts'
import { type Product, runProduct } from './product.ts'
import { type RunRecord, readRun, type StandInName, standInNames, writeRun } from './run-file.ts'
import { type Seeded, seedDemo, startSimulator } from './seed.ts'
import { type CloudSettings, type CloudUrls, dataFiles, defaultPorts, type Ports, urlsOf } from './settings.ts'
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
  /** Hears of each step while it starts, and later of what a person should know. */
  readonly say?: (line: string) => void
}

/** A running local cloud. */
export type Cloud = {
  readonly urls: CloudUrls
  readonly ports: Ports
  readonly dataDir: string
  /** The contents of `demo.json`, or undefined without the demo. */
  readonly demo: unknown
  readonly pids: () => {
    readonly standIns: Readonly<Record<StandInName, number>>
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

/** Ends what a killed supervisor left behind, but for its stand-ins; throws one line when that supervisor still lives. */
const clearLeftOvers = async (left: RunRecord | undefined, dataDir: string): Promise<void> => {
  if (!left) return
  if (left.supervisor !== process.pid && isAlive(left.supervisor) && isProgram(left.supervisor, 'local/start.ts'))
    throw new Error(
      `Sallyport runs already with the data of ${dataDir} (process ${left.supervisor}): stop it, or choose another folder with --data`,
    )
  for (const pid of [left.product, left.simulator]) if (pid && isProgram(pid, dataDir)) await endProcess(pid)
}

const removeData = async (left: RunRecord | undefined, dataDir: string): Promise<void> => {
  for (const pid of Object.values(left?.standIns ?? {})) if (isProgram(pid, dataDir)) await endProcess(pid)
  const files = dataFiles(dataDir)
  for (const path of Object.values(files)) rmSync(path, { recursive: true, force: true })
  rmSync(join(dataDir, 'panels'), { recursive: true, force: true })
}

const refuseTakenPorts = async (ports: Ports, wanted: readonly (keyof Ports)[]): Promise<void> => {
  const taken = await takenPort(ports, wanted)
  if (taken)
    throw new Error(
      `Port ${taken.port} (${taken.name}) is taken by another program: stop that one, or move all of ours with npm start -- --port-base 9080`,
    )
}

/**
 * Starts a whole local cloud: stand-ins (or adopts the ones that a killed start left), product, demo tenants, simulator. Rejects
 * with one line that says what to do, and nothing left running, when it cannot.
 */
export const startCloud = async (options: LaunchOptions = {}): Promise<Cloud> => {
  const { fresh = false, withDemo = true, say = () => undefined } = options
  const dataDir = resolve(options.dataDir ?? join(repositoryRoot, '.local'))
  const ports = options.ports === 'free' ? await freePorts() : (options.ports ?? defaultPorts)
  const files = dataFiles(dataDir)
  checkDisk(dataDir)
  const left = readRun(files.run)
  await clearLeftOvers(left, dataDir)
  if (fresh) await removeData(left, dataDir)
  mkdirSync(files.logs, { recursive: true })

  let run: RunRecord = { supervisor: process.pid, ports, standIns: {} }
  const record = (change: Partial<RunRecord>): void => {
    run = { ...run, ...change }
    writeRun(files.run, run)
  }
  const watches: { stop: () => void }[] = []
  let product: Product | undefined
  let simulator: Seeded['simulator']
  let tellStopped: (line: string | undefined) => void = () => undefined
  const stopped = new Promise<string | undefined>((settle) => {
    tellStopped = settle
  })
  let ending: Promise<void> | undefined
  const endAll = async (line?: string): Promise<void> => {
    for (const watch of watches) watch.stop()
    await simulator?.stop()
    await product?.stop()
    await Promise.all(Object.values(run.standIns).map((pid) => endProcess(pid)))
    rmSync(files.run, { force: true })
    tellStopped(line)
  }
  const stop = (line?: string): Promise<void> => (ending ??= endAll(line))

  try {
    const isTethered = options.ports === 'free'
    const settings: CloudSettings = { dataDir, ports, assemblyDir: options.assemblyDir ?? '', isTethered }
    const adopted = new Map<StandInName, number>()
    for (const name of standInNames) {
      const pid = await adoptable(name, left, settings)
      if (pid) adopted.set(name, pid)
    }
    const toStart = standInNames.filter((name) => !adopted.has(name))
    await refuseTakenPorts(ports, ['http', 'sockets', ...(withDemo ? (['simulator'] as const) : []), ...toStart])
    record({ standIns: Object.fromEntries(adopted) })
    if (adopted.size > 0) say(`Found ${[...adopted.keys()].map((name) => standIns[name].title).join(', ')} still running`)
    if (toStart.length > 0) say(`Starting ${toStart.map((name) => standIns[name].title).join(', ')}`)
    // Java takes a second to start and the synthesis some seconds: both at once.
    const starting = toStart.map(async (name) => {
      const pid = await startStandIn(name, settings, (started) => record({ standIns: { ...run.standIns, [name]: started } }))
      adopted.set(name, pid)
    })
    const assembling = options.assemblyDir ?? ensureAssembly(() => say('Synthesizing infra/ (only when something changed)'))
    const results = await Promise.allSettled([assembling, ...starting])
    const failed = results.find((result) => result.status === 'rejected')
    if (failed) throw failed.reason
    const full: CloudSettings = { ...settings, assemblyDir: await assembling }
    writeFileSync(files.settings, JSON.stringify(full, null, 2))

    const pids = Object.fromEntries(adopted) as Record<StandInName, number>
    watches.push(
      watchStandIns(
        pids,
        (name) => void stop(`${standIns[name].title} has ended: see ${join(files.logs, `${name}.log`)}, then npm start again`),
      ),
      watchDisk(dataDir, (line) => void stop(line)),
    )
    say('Starting the product')
    product = await runProduct(full, { say, onPid: (pid) => record({ product: pid }), onGivenUp: (line) => void stop(line) })
    if (withDemo && existsSync(localProgram('demo/main.ts'))) {
      say('Seeding the demo tenants')
      await seedDemo(full)
      say('Starting the panel simulator')
      simulator = await startSimulator(
        full,
        (pid) => record({ simulator: pid }),
        (line) => void stop(line),
      )
    }
    return {
      urls: urlsOf(ports),
      ports,
      dataDir,
      demo: existsSync(files.demo) ? JSON.parse(readFileSync(files.demo, 'utf8')) : undefined,
      pids: () => ({ standIns: pids, product: product?.pid(), simulator: simulator?.pid }),
      killProduct: async () => product?.kill(),
      stop: () => stop(),
      stopped,
    }
  } catch (thrown) {
    await stop(String(thrown))
    throw thrown
  }
}
