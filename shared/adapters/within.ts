/** Gives what `promise` gives, or fails after `ms`: what it was to do may still be done. */
export const within =
  (ms: number) =>
  async <T>(promise: Promise<T>): Promise<T> => {
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => late.reject(new Error(`There was no answer within ${ms} ms`)), ms)
    try {
      return await Promise.race([promise, late.promise])
    } finally {
      clearTimeout(timer)
    }
  }
