import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import type { z } from 'zod'
import { log } from '../../shared/lib/log.ts'
import { FaultPlan } from './frame-faults.ts'
import { SimulatorSettings } from './settings.ts'
import { type Simulator, startSimulator } from './simulator.ts'

/** Ends the program with one line that says what to do. */
const giveUp = (why: string): never => {
  process.stderr.write(`panel simulator: ${why}\n`)
  process.exit(1)
}

const readArguments = () => {
  try {
    const { values } = parseArgs({ options: { config: { type: 'string' }, faults: { type: 'string' } } })
    return { config: values.config ?? giveUp('say where its settings are: --config FILE'), faults: values.faults }
  } catch (thrown) {
    return giveUp(reasonOf(thrown))
  }
}

const read = async <Schema extends z.ZodType>(schema: Schema, file: string): Promise<z.infer<Schema>> => {
  try {
    const parsed = schema.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return giveUp(`${file}: ${issue?.path.map(String).join('.')}: ${issue?.message}`)
  } catch (thrown) {
    return giveUp(`${file} cannot be read: ${reasonOf(thrown)}`)
  }
}

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))

let running: Simulator | undefined
const stop = async () => {
  // A second signal does not wait for good manners.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))
  await running?.stop()
  process.exit(0)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)

const files = readArguments()
const settings = await read(SimulatorSettings, files.config)
const faults = files.faults === undefined ? settings.faults : await read(FaultPlan, files.faults)
if (faults)
  log('info', 'frames have faults', { seed: faults.seed, rates: JSON.stringify(faults.rates), maxDelayMs: faults.maxDelayMs })
running = await startSimulator({ ...settings, faults }).catch((thrown) => giveUp(`cannot start: ${reasonOf(thrown)}`))
log('info', 'panel simulator ready', { url: running.url, panels: settings.panels.length })
