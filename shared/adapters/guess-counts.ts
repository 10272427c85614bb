import type { Failures, Guess, GuessCounts } from '../domain/identity/guesses/entity.ts'
import { describeError, log } from '../lib/log.ts'
import { within } from './within.ts'

/** Nobody waits longer than this for a count. */
const patienceMs = 500

/** Counts that keep nobody out when they cannot be had: that is logged, and the guess is taken. */
export const openGuessCounts = (counts: GuessCounts, soon = within(patienceMs)): GuessCounts => {
  const orTaken = async (secret: Guess['secret'], counting: Promise<Failures | undefined>) => {
    try {
      return await soon(counting)
    } catch (thrown) {
      log('error', 'guesses were not counted, and are taken', { secret, ...describeError(thrown) })
      return undefined
    }
  }
  return {
    of: (guess) => orTaken(guess.secret, counts.of(guess)),
    add: (guess, now) => orTaken(guess.secret, counts.add(guess, now)),
  }
}
