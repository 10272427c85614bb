import type { Instant } from '../../../lib/clock.ts'
import { failuresToLock, lockDuration, type SignInAttempts } from './entity.ts'

/** What a refused sign-in says of the username, whether it exists or not. */
export type LockState = { retryCount: number; locked: boolean }

/** Where a username stands. Failures are forgotten when as much time has passed since the last as a lock takes. */
export const lockState = (attempts: SignInAttempts | undefined, now: Instant): LockState => {
  const forgotten = !attempts || now >= attempts.lastFailedAt + lockDuration
  const retryCount = forgotten ? 0 : attempts.failures
  return { retryCount, locked: retryCount >= failuresToLock }
}
