import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { maxAttempts, maxPauseAfter, type Pause } from '../../lib/retry.ts'

/** What passes by itself: an item in another transaction, a table that scales up, a fault inside the service. */
const passingErrors = new Set([
  'TransactionConflictException',
  'TransactionInProgressException',
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'RequestLimitExceeded',
  'InternalServerError',
])

/** The same among the reasons why a transaction was cancelled. */
const passingReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded'])

/** Whether the same call may succeed a moment later. A transaction with a false condition would fail again. */
export const isPassing = (thrown: unknown): boolean => {
  if (!(thrown instanceof TransactionCanceledException)) return thrown instanceof Error && passingErrors.has(thrown.name)
  const codes = (thrown.CancellationReasons ?? []).flatMap(({ Code }) => Code ?? [])
  return !codes.includes('ConditionalCheckFailed') && codes.some((code) => passingReasons.has(code))
}

/** Makes a call again, after a pause, while its error passes by itself. What lasts longer than that is an outage, and is thrown. */
export const patiently = async <T>(pause: Pause, call: () => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await call()
    } catch (thrown) {
      if (!isPassing(thrown) || attempt + 1 >= maxAttempts) throw thrown
      await pause(maxPauseAfter(attempt))
    }
  }
}

/** Hands a batch to `send`, which gives back what the service left out of it; that is sent again after a pause. */
export const untilNoneLeft = async <T>(
  pause: Pause,
  all: readonly T[],
  send: (some: readonly T[]) => Promise<T[]>,
): Promise<void> => {
  let left = all
  for (let attempt = 0; left.length > 0; attempt += 1) {
    if (attempt >= maxAttempts) throw new Error('The table leaves out parts of a batch again and again')
    if (attempt > 0) await pause(maxPauseAfter(attempt - 1))
    left = await send(left)
  }
}
