/** What the client takes from its surroundings; a test gives its own. */
export type Runtime = {
  fetch: (request: Request) => Promise<Response>
  /** Epoch milliseconds. */
  now: () => number
  /** Resolves after `ms`; rejects with the reason of `signal` when that is aborted first. */
  sleep: (ms: number, signal: AbortSignal) => Promise<void>
  /** From 0 to 1, without 1. */
  random: () => number
  newKey: () => string
}

/** Web APIs, which Node.js 20 and browsers have. */
export const webRuntime: Runtime = {
  fetch: (request) => fetch(request),
  now: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve, reject) => {
      if (signal.aborted) return reject(signal.reason)
      const end = () => {
        clearTimeout(timer)
        reject(signal.reason)
      }
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', end)
        resolve()
      }, ms)
      signal.addEventListener('abort', end, { once: true })
    }),
  random: () => Math.random(),
  newKey: () => crypto.randomUUID(),
}

/** Waits for `promise` no longer than until `signal` is aborted. What it waits for goes on. */
export const unlessAborted = async <T>(promise: Promise<T>, signal: AbortSignal): Promise<T> => {
  let end = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    end = () => reject(signal.reason)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener('abort', end)
  }
}
