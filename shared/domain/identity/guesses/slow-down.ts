import { hour, type Instant, minute, second } from '../../../lib/clock.ts'
import { type Failures, failureMemory } from './entity.ts'

/** How those who guess are slowed down: `free` wrong ones are answered at once, and after each more there is a longer wait. */
export type SlowDown = Readonly<{ free: number; firstWait: number; longestWait: number }>

/**
 * For what a machine drew, 80 bits and more: guessing is hopeless, and a mistake in a program's settings is likely. So waits are short.
 * At most 1,456 guesses a day.
 */
export const drawnSecrets: SlowDown = { free: 10, firstWait: second, longestWait: minute }
/** For what a person chose. At most 14 guesses on the first day, and 6 on each that follows. */
export const chosenSecrets: SlowDown = { free: 5, firstWait: 15 * minute, longestWait: 4 * hour }
/** For passwords of many people from one network: at most 129 guesses on the first day. */
export const manyOwners: SlowDown = { free: 100, firstWait: minute, longestWait: hour }

/** When the next guess is taken: undefined for now. */
export const waitsUntil = (
  { free, firstWait, longestWait }: SlowDown,
  failed: Failures | undefined,
  now: Instant,
): Instant | undefined => {
  if (!failed || failed.failures < free || now >= failed.lastFailedAt + failureMemory) return undefined
  const until = failed.lastFailedAt + Math.min(longestWait, firstWait * 2 ** (failed.failures - free))
  return now < until ? until : undefined
}
