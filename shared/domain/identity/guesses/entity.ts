import { day, type Instant } from '../../../lib/clock.ts'

/**
 * A guess at a secret: whose it is, and the network that the guess came from. Each pair is counted by itself, so that whoever guesses
 * from one network keeps nobody out who is in another.
 */
export type Guess = {
  secret: 'client-secret' | 'pairing-code' | 'mobile-key' | 'api-key' | 'password'
  owner: string
  from: string
}

/** How many wrong ones there were, and when the last. */
export type Failures = { failures: number; lastFailedAt: Instant }

/** Wrong ones are forgotten when so much time has passed since the last. */
export const failureMemory = day

/** Counts wrong guesses. A count that cannot be had is undefined: the guess is taken then. */
export type GuessCounts = {
  of: (guess: Guess) => Promise<Failures | undefined>
  add: (guess: Guess, now: Instant) => Promise<Failures | undefined>
}
