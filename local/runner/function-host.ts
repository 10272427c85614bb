import { createWriteStream } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type Environment, type FunctionError, type FunctionSettings, type Invoked, startEnvironment } from './environment.ts'

export type FunctionHost = {
  readonly name: string
  /** Runs the function with an event. Never rejects: a failure is an answer. */
  readonly invoke: (event: unknown) => Promise<Invoked>
  readonly stop: () => Promise<void>
}

type Limits = { readonly environments: number; readonly eventsPerEnvironment: number }

/**
 * Lambda gives each event an environment of its own. So does this host, up to so many worker threads a function; beyond it the
 * events share the least busy one, since a machine has fewer cores than a cloud. Too many at once would slow each other down
 * until all of them time out, so the others wait, and the time of an event that waits does not run yet.
 */
const machineLimits: Limits = { environments: Math.max(1, availableParallelism() - 1), eventsPerEnvironment: 16 }

type Waiting = { readonly event: unknown; readonly settle: (outcome: Invoked) => void }

/**
 * Runs one function, its bundle in worker threads. An event that a worker does not finish (it threw, took too long or ended its
 * process) is answered as failed, never lost. An event waits for the first environment that is free, be it a new one or one
 * that was busy.
 */
export const hostFunction = (
  settings: FunctionSettings,
  logFile: string,
  report: (line: string) => void,
  limits = machineLimits,
): FunctionHost => {
  const environments = new Set<Environment>()
  /** They take no more events, and end when they have answered those that they have. */
  const retired = new Set<Environment>()
  const waiting: Waiting[] = []
  const log = createWriteStream(logFile, { flags: 'a' })
  let isStopping = false

  const reportFailure = (error: FunctionError): void => {
    if (isStopping) return
    log.write(`${JSON.stringify({ level: 'error', ...error })}\n`)
    report(`${settings.name}: ${error.errorType}: ${error.errorMessage} (see ${logFile})`)
  }
  const run = async (environment: Environment, { event, settle }: Waiting): Promise<void> => {
    const invoked = await environment.invoke(event)
    if (!invoked.ok) reportFailure(invoked.error)
    settle(invoked)
  }
  /** The environment that takes the next event: the least busy one, if it may have one more. */
  const freeEnvironment = (): Environment | undefined => {
    const ready = [...environments].filter((environment) => environment.isReady())
    const isShared = ready.length >= limits.environments
    const [leastBusy] = ready.toSorted((a, b) => a.load() - b.load())
    return leastBusy && leastBusy.load() < (isShared ? limits.eventsPerEnvironment : 1) ? leastBusy : undefined
  }
  const serve = (): void => {
    for (let free = freeEnvironment(); free && waiting.length > 0; free = freeEnvironment()) {
      const next = waiting.shift()
      if (next) void run(free, next)
    }
    if (waiting.length > 0 && environments.size < limits.environments && !isStopping) start()
  }
  const start = (): void => {
    const environment = startEnvironment(settings, log, {
      onFree: serve,
      onRetired: () => {
        environments.delete(environment)
        retired.add(environment)
        serve()
      },
      onEnd: (error) => ended(environment, error),
    })
    environments.add(environment)
  }
  const ended = (environment: Environment, error: FunctionError): void => {
    environments.delete(environment)
    retired.delete(environment)
    if (environments.size > 0 || isStopping) return
    if (environment.isReady()) {
      serve()
      return
    }
    // A bundle that does not even load will not load the next time either.
    reportFailure(error)
    for (const { settle } of waiting.splice(0)) settle({ ok: false, error })
  }
  // One is kept warm from the beginning.
  start()
  return {
    name: settings.name,
    invoke: (event) =>
      new Promise((settle) => {
        waiting.push({ event, settle })
        serve()
      }),
    stop: async () => {
      isStopping = true
      await Promise.all([...environments, ...retired].map((environment) => environment.end()))
      await new Promise((resolve) => log.end(resolve))
    },
  }
}
