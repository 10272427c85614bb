import { type Instant, second } from '../../../lib/clock.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Guess, GuessCounts } from './entity.ts'
import { drawnSecrets, type SlowDown, waitsUntil } from './slow-down.ts'

/** Too many wrong ones came from this network. Whether this one is right was not looked at. */
export type TooManyGuesses = { kind: 'too_many_guesses'; retryAfterSeconds: number }

type GuessDeps = { guesses: GuessCounts; now: () => Instant }

/** Whether a guess is taken now. */
export const mayGuess = async (
  { guesses, now }: GuessDeps,
  guess: Guess,
  slowDown: SlowDown = drawnSecrets,
): Promise<Result<undefined, TooManyGuesses>> => {
  const until = waitsUntil(slowDown, await guesses.of(guess), now())
  return until === undefined ? ok(undefined) : err(tooManyGuesses(until, now()))
}

/** Counts a wrong guess. */
export const countGuess = async ({ guesses, now }: GuessDeps, guess: Guess): Promise<void> => {
  await guesses.add(guess, now())
}

export const tooManyGuesses = (until: Instant, now: Instant): TooManyGuesses => ({
  kind: 'too_many_guesses',
  retryAfterSeconds: Math.max(1, Math.ceil((until - now) / second)),
})
