import { createWriteStream } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type Environment, type FunctionError, type FunctionSettings, type Invoked, startEnvironment } from './environment.ts'

export type FunctionHost = {
  readonly name: string
  /** Runs the function with an event. Never rejects: a failure is an answer. */
  readonly invoke: (event: unknown) => Promise<Invoked>
  readonly stop: () => Promise<void>
}

/**
 * Lambda gives each event an environment of its own. So does this host, up to so many worker threads a function; beyond it the
 * events share the least busy one, since a machine has fewer cores than a cloud.
 */
const mostEnvironments = Math.max(1, availableParallelism() - 1)

type Waiting = { readonly event: unknown; readonly settle: (outcome: Invoked) => void }

/**
 * Runs one function, its bundle in worker threads. An event that a worker does not finish (it threw, hung or died) is answered
 * as failed, never lost, and the next one gets another worker. An event waits for the first environment that is free, be it a new
 * one or one that was busy.
 */
export const hostFunction = (settings: FunctionSettings, logFile: string, report: (line: string) => void): FunctionHost => {
  const environments = new Set<Environment>()
  const waiting: Waiting[] = []
  const log = createWriteStream(logFile, { flags: 'a' })
  let isStopping = false

  const tell = (error: FunctionError): void => {
    if (isStopping) return
    log.write(`${JSON.stringify({ level: 'error', ...error })}\n`)
    report(`${settings.name}: ${error.errorType}: ${error.errorMessage} (see ${logFile})`)
  }
  const run = async (environment: Environment, { event, settle }: Waiting): Promise<void> => {
    const invoked = await environment.invoke(event)
    if (!invoked.ok) tell(invoked.error)
    settle(invoked)
  }
  const serve = (environment: Environment): void => {
    const next = environment.load() === 0 ? waiting.shift() : undefined
    if (next) void run(environment, next)
  }
  const start = (): void => {
    const environment = startEnvironment(settings, log, {
      onIdle: () => serve(environment),
      onEnd: (error) => ended(environment, error),
    })
    environments.add(environment)
  }
  const ended = (environment: Environment, error: FunctionError): void => {
    environments.delete(environment)
    if (environments.size > 0 || isStopping) return
    if (environment.isReady()) {
      if (waiting.length > 0) start()
      return
    }
    // A bundle that does not even load will not load the next time either.
    tell(error)
    for (const { settle } of waiting.splice(0)) settle({ ok: false, error })
  }
  const place = (work: Waiting): void => {
    const byLoad = [...environments].filter((environment) => environment.isReady()).toSorted((a, b) => a.load() - b.load())
    const [leastBusy] = byLoad
    if (leastBusy && (leastBusy.load() === 0 || byLoad.length >= mostEnvironments)) return void run(leastBusy, work)
    waiting.push(work)
    if (environments.size < mostEnvironments) start()
  }

  // One is kept warm from the beginning.
  start()
  return {
    name: settings.name,
    invoke: (event) => new Promise((settle) => place({ event, settle })),
    stop: async () => {
      isStopping = true
      await Promise.all([...environments].map((environment) => environment.end()))
      await new Promise((resolve) => log.end(resolve))
    },
  }
}
