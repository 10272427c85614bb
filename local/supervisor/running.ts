import { rmSync } from 'node:fs'
import { endProcess, isProgram } from '../processes.ts'
import { type RunRecord, writeRun } from '../run-file.ts'
import { dataFiles, type Ports } from '../settings.ts'
import type { Product } from './product.ts'
import type { Simulator } from './seed.ts'

/** All that one start has begun, so that it can be ended at any point. */
export type Running = {
  readonly record: (change: Partial<RunRecord>) => void
  readonly recorded: () => RunRecord
  readonly watch: (watch: { stop: () => void }) => void
  readonly setProduct: (product: Product) => void
  readonly setSimulator: (simulator: Simulator) => void
  readonly stop: (line?: string) => Promise<void>
  readonly stopped: Promise<string | undefined>
  readonly killProduct: () => Promise<void>
}

/** Begins the record of one start; `stop` ends all of it, in order, at whatever point it is. */
export const beginRun = (dataDir: string, ports: Ports): Running => {
  const file = dataFiles(dataDir).run
  let run: RunRecord = { supervisor: process.pid, ports, standIns: {} }
  const watches: { stop: () => void }[] = []
  let product: Product | undefined
  let simulator: Simulator | undefined
  const { promise: stopped, resolve: tellStopped } = Promise.withResolvers<string | undefined>()
  let ending: Promise<void> | undefined
  const endAll = async (line?: string): Promise<void> => {
    for (const watch of watches) watch.stop()
    await simulator?.stop()
    await product?.stop()
    // What a start has begun and not finished is only recorded.
    const recorded = [run.seed, run.simulator, run.product, ...Object.values(run.standIns)]
    await Promise.all(recorded.map((pid) => pid !== undefined && isProgram(pid, dataDir) && endProcess(pid)))
    rmSync(file, { force: true })
    tellStopped(line)
  }
  return {
    record: (change) => {
      // After the end, a process that was just starting must not bring the file back.
      if (ending) return
      run = { ...run, ...change }
      writeRun(file, run)
    },
    recorded: () => run,
    watch: (watch) => void watches.push(watch),
    setProduct: (started) => {
      product = started
    },
    setSimulator: (started) => {
      simulator = started
    },
    stop: (line) => (ending ??= endAll(line)),
    stopped,
    killProduct: async () => product?.kill(),
  }
}
