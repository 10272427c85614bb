/** Waits for all of them, so that nothing is half begun, and then throws the first failure. */
export const allOrFirstFailure = async (promises: readonly (Promise<unknown> | string)[]): Promise<void> => {
  const failed = (await Promise.allSettled(promises)).find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

/** The promise's outcome, or a rejection as soon as the signal is given. */
export const unlessAborted = <T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
  if (!signal) return promise
  const aborted = new Promise<never>((_, reject) => {
    const stop = () => reject(new Error('Stopped while starting'))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
  })
  // Whichever loses is nobody's business any more.
  promise.catch(() => undefined)
  aborted.catch(() => undefined)
  return Promise.race([promise, aborted])
}
