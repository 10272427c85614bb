import { randomUUID } from 'node:crypto'
import type { Writable } from 'node:stream'
import { Worker } from 'node:worker_threads'
import { localProgram } from '../paths.ts'

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

/** One execution environment of a function: a worker thread that has loaded its bundle, or is about to. */
export type Environment = {
  readonly isReady: () => boolean
  /** How many events it is at. */
  readonly load: () => number
  readonly invoke: (event: unknown) => Promise<Invoked>
  readonly end: () => Promise<unknown>
}

type Listeners = {
  /** It has loaded its bundle, or has answered its last event. */
  readonly onIdle: () => void
  /** It has ended, by itself or because an event took too long. All its events have been answered. Called once. */
  readonly onEnd: (error: FunctionError) => void
}

const errorOf = (errorType: string, errorMessage: string, stack = ''): FunctionError => ({ errorType, errorMessage, stack })

/** Starts a worker thread that has only the environment variables the function is given. What it prints goes to `log`. */
export const startEnvironment = (settings: FunctionSettings, log: Writable, { onIdle, onEnd }: Listeners): Environment => {
  const running = new Map<string, (outcome: Invoked) => void>()
  let isReady = false
  let hasEnded = false
  const worker = new Worker(localProgram('runner/function-worker.ts'), {
    workerData: settings,
    env: { ...settings.environment },
    stdout: true,
    stderr: true,
    resourceLimits: { maxOldGenerationSizeMb: settings.memorySize },
  })
  worker.stdout.pipe(log, { end: false })
  worker.stderr.pipe(log, { end: false })

  const ended = (error: FunctionError): void => {
    if (hasEnded) return
    hasEnded = true
    for (const settle of running.values()) settle({ ok: false, error })
    running.clear()
    onEnd(error)
  }
  const answered = (outcome: Outcome): void => {
    const settle = running.get(outcome.requestId)
    running.delete(outcome.requestId)
    settle?.(outcome.ok ? { ok: true, value: JSON.parse(outcome.value) } : { ok: false, error: outcome.error })
  }
  worker.on('message', (message: Outcome | 'ready') => {
    if (message === 'ready') isReady = true
    else answered(message)
    if (running.size === 0 && !hasEnded) onIdle()
  })
  worker.on('error', (thrown: Error) => ended(errorOf('Runtime.ExitError', thrown.message, thrown.stack)))
  worker.on('exit', () => ended(errorOf('Runtime.ExitError', 'The function ended its process')))
  const timedOut = (): void => {
    ended(errorOf('Sandbox.Timedout', `Task timed out after ${settings.timeoutSeconds}.00 seconds`))
    void worker.terminate()
  }

  const invoke = (event: unknown): Promise<Invoked> =>
    new Promise((resolve) => {
      const requestId = randomUUID()
      const timer = setTimeout(timedOut, settings.timeoutSeconds * 1000)
      running.set(requestId, (outcome) => {
        clearTimeout(timer)
        resolve(outcome)
      })
      const invocation: Invocation = { requestId, functionArn: settings.functionArn, event: JSON.stringify(event) }
      worker.postMessage(invocation)
    })
  return { isReady: () => isReady, load: () => running.size, invoke, end: () => worker.terminate() }
}
