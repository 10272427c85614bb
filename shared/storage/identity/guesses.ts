import { type Failures, failureMemory, type Guess } from '../../domain/identity/guesses/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { guessesKey } from '../keys/identity.ts'
import type { Table } from '../table/types.ts'
import { failureCounts } from './failure-counts.ts'

/** Wrong guesses at secrets, by owner and network. */
export const guessStore = (table: Table) => {
  const counts = failureCounts(table, 'guesses', failureMemory)
  return {
    of: (guess: Guess): Promise<Failures | undefined> => counts.get(guessesKey(guess)),
    add: (guess: Guess, now: Instant): Promise<Failures> => counts.count(guessesKey(guess), now),
  }
}
