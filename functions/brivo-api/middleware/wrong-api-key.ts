import type { Guess } from '../../../shared/domain/identity/guesses/entity.ts'
import { tooManyGuesses } from '../../../shared/domain/identity/guesses/guess.ts'
import { drawnSecrets, waitsUntil } from '../../../shared/domain/identity/guesses/slow-down.ts'
import type { Responder } from '../../../shared/http/env.ts'
import type { Instant } from '../../../shared/lib/clock.ts'
import { networkOf } from '../../../shared/lib/ip-address.ts'
import { errorBody } from '../error-body.ts'
import type { ApiKeyDeps } from './admit.ts'

/** Counts a wrong key, and says until when its address must wait; undefined when it need not. */
export const countWrongKey = async ({ guesses, now }: ApiKeyDeps, address: string): Promise<Instant | undefined> => {
  // Any name has a key, so there is no owner to tell apart.
  const guess: Guess = { secret: 'api-key', owner: '', from: networkOf(address) }
  return waitsUntil(drawnSecrets, await guesses.add(guess, now()), now())
}

/** Refuses without a look at the key. */
export const mustWait = (c: Responder, until: Instant, now: Instant) => {
  const { retryAfterSeconds } = tooManyGuesses(until, now)
  const message = `Too many wrong api keys came from this address; try again in ${retryAfterSeconds} seconds`
  const response = errorBody(c, 429, message)
  response.headers.set('Retry-After', String(retryAfterSeconds))
  return response
}
