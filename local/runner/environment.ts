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
  /** How many events it has not answered yet. */
  readonly load: () => number
  readonly invoke: (event: unknown) => Promise<Invoked>
  readonly end: () => Promise<unknown>
}

type Listeners = {
  /** It has loaded its bundle, or has answered an event. */
  readonly onFree: () => void
  /** An event took too long, so it takes no more and ends when it has answered the others. Called once. */
  readonly onRetired: () => void
  /** It has ended. All its events have been answered. Called once. */
  readonly onEnd: (error: FunctionError) => void
}

const errorOf = (errorType: string, errorMessage: string, stack = ''): FunctionError => ({ errorType, errorMessage, stack })

/** Starts a worker thread that has only the environment variables the function is given. What it prints goes to `log`. */
export const startEnvironment = (
  settings: FunctionSettings,
  log: Writable,
  { onFree, onRetired, onEnd }: Listeners,
): Environment => {
  const running = new Map<string, (outcome: Invoked) => void>()
  let isReady = false
  let isRetired = false
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
  /** Answers one event; the last one of a retired environment ends it. */
  const settle = (requestId: string, invoked: Invoked): void => {
    running.get(requestId)?.(invoked)
    running.delete(requestId)
    if (isRetired && running.size === 0) void worker.terminate()
  }
  worker.on('message', (message: Outcome | 'ready') => {
    if (message === 'ready') isReady = true
    else if (message.ok) settle(message.requestId, { ok: true, value: JSON.parse(message.value) })
    else settle(message.requestId, { ok: false, error: message.error })
    if (!isRetired && !hasEnded) onFree()
  })
  worker.on('error', (thrown: Error) => ended(errorOf('Runtime.ExitError', thrown.message, thrown.stack)))
  worker.on('exit', () => ended(errorOf('Runtime.ExitError', 'The function ended its process')))
  /** Lambda ends the environment of such an event, which has no other; here the others may finish first. */
  const timedOut = (requestId: string): void => {
    if (!isRetired) onRetired()
    isRetired = true
    settle(requestId, {
      ok: false,
      error: errorOf('Sandbox.Timedout', `Task timed out after ${settings.timeoutSeconds}.00 seconds`),
    })
  }

  const invoke = (event: unknown): Promise<Invoked> =>
    new Promise((resolve) => {
      const requestId = randomUUID()
      const timer = setTimeout(() => timedOut(requestId), settings.timeoutSeconds * 1000)
      running.set(requestId, (outcome) => {
        clearTimeout(timer)
        resolve(outcome)
      })
      const invocation: Invocation = { requestId, functionArn: settings.functionArn, event: JSON.stringify(event) }
      worker.postMessage(invocation)
    })
  return { isReady: () => isReady, load: () => running.size, invoke, end: () => worker.terminate() }
}
