import { randomUUID } from 'node:crypto'
import { createWriteStream, type WriteStream } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { localProgram } from './paths.ts'

/** What a function's resource says of it, resolved. */
export type FunctionSettings = {
  readonly name: string
  readonly functionArn: string
  readonly bundleUrl: string
  readonly exportName: string
  readonly environment: Readonly<Record<string, string>>
  readonly timeoutSeconds: number
  readonly memorySize: number
}
/** An event on its way to a worker; `event` is JSON. */
export type Invocation = { readonly requestId: string; readonly functionArn: string; readonly event: string }
export type FunctionError = { readonly errorType: string; readonly errorMessage: string; readonly stack: string }
/** What a worker answers; `value` is JSON. */
export type Outcome =
  | { readonly requestId: string; readonly ok: true; readonly value: string }
  | { readonly requestId: string; readonly ok: false; readonly error: FunctionError }

/** A function's answer, or why it has none: it threw, took too long, or its process ended. */
export type Invoked = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: FunctionError }
export type FunctionHost = {
  readonly name: string
  readonly invoke: (event: unknown) => Promise<Invoked>
  readonly stop: () => Promise<void>
}

type Running = { readonly settle: (outcome: Invoked) => void; readonly timer: NodeJS.Timeout }
type Environment = { readonly worker: Worker; readonly running: Map<string, Running> }

/**
 * Lambda gives each event an environment of its own. So does this host, up to so many worker threads a function; beyond it the
 * events share the least busy one, since a machine has fewer cores than a cloud.
 */
const mostWorkers = 3

/**
 * Runs one function: its bundle in worker threads that have only the environment the template gives. An event that a worker
 * does not finish (it threw, hung or died) is reported as failed, never lost; the next event gets a new worker.
 */
export const hostFunction = (settings: FunctionSettings, logFile: string, report: (line: string) => void): FunctionHost => {
  const environments = new Set<Environment>()
  const log: WriteStream = createWriteStream(logFile, { flags: 'a' })
  let stopping = false

  const settle = (environment: Environment, requestId: string, outcome: Invoked): void => {
    const running = environment.running.get(requestId)
    if (!running) return
    environment.running.delete(requestId)
    clearTimeout(running.timer)
    if (!outcome.ok) {
      log.write(`${JSON.stringify({ level: 'error', requestId, ...outcome.error })}\n`)
      report(`${settings.name}: ${outcome.error.errorType}: ${outcome.error.errorMessage} (see ${logFile})`)
    }
    running.settle(outcome)
  }
  const retire = (environment: Environment, error: FunctionError): void => {
    environments.delete(environment)
    for (const requestId of environment.running.keys()) settle(environment, requestId, { ok: false, error })
  }
  const create = (): Environment => {
    const worker = new Worker(localProgram('cloud/function-worker.ts'), {
      workerData: settings,
      env: { ...settings.environment },
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: settings.memorySize },
    })
    const environment: Environment = { worker, running: new Map() }
    worker.stdout.pipe(log, { end: false })
    worker.stderr.pipe(log, { end: false })
    worker.setMaxListeners(0)
    worker.on('message', (message: Outcome | 'ready') => {
      if (message === 'ready') return
      const { requestId } = message
      settle(
        environment,
        requestId,
        message.ok ? { ok: true, value: JSON.parse(message.value) } : { ok: false, error: message.error },
      )
    })
    worker.on('error', (thrown: Error) => {
      log.write(`${thrown.stack}\n`)
      if (environment.running.size === 0 && !stopping) report(`${settings.name}: ${thrown.message} (see ${logFile})`)
      retire(environment, { errorType: 'Runtime.ExitError', errorMessage: thrown.message, stack: thrown.stack ?? '' })
    })
    worker.on('exit', () =>
      retire(environment, { errorType: 'Runtime.ExitError', errorMessage: 'The function ended its process', stack: '' }),
    )
    environments.add(environment)
    return environment
  }
  const choose = (): Environment => {
    const byLoad = [...environments].toSorted((a, b) => a.running.size - b.running.size)
    const [idlest] = byLoad
    return idlest && (idlest.running.size === 0 || byLoad.length >= mostWorkers) ? idlest : create()
  }
  const timedOut = (environment: Environment): void => {
    const errorMessage = `Task timed out after ${settings.timeoutSeconds}.00 seconds`
    retire(environment, { errorType: 'Sandbox.Timedout', errorMessage, stack: '' })
    void environment.worker.terminate()
  }

  create()
  return {
    name: settings.name,
    invoke: (event) =>
      new Promise((resolve) => {
        const environment = choose()
        const requestId = randomUUID()
        const timer = setTimeout(() => timedOut(environment), settings.timeoutSeconds * 1000)
        environment.running.set(requestId, { settle: resolve, timer })
        const invocation: Invocation = { requestId, functionArn: settings.functionArn, event: JSON.stringify(event) }
        environment.worker.postMessage(invocation)
      }),
    stop: async () => {
      stopping = true
      await Promise.all([...environments].map(({ worker }) => worker.terminate()))
      await new Promise((resolve) => log.end(resolve))
    },
  }
}
