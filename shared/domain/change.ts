import { err, type Result } from '../lib/result.ts'
import { type Raced, raced, retryRaces } from '../lib/retry.ts'
import type { ChangedMeanwhile } from './common-errors.ts'
import type { Deps } from './deps.ts'

/**
 * The one frame for "read, decide, write": makes `attempt`, which answers `raced` when another writer was first, again after
 * a random pause. `changed_meanwhile` after 16 attempts (`shared/lib/retry.ts`). `attempt` reads again each time, so that every
 * decision is about what is stored then; its number counts from 0.
 */
export const untilFirst = async <R extends Result<unknown, unknown>>(
  deps: Pick<Deps, 'pause'>,
  what: ChangedMeanwhile['what'],
  attempt: (number: number) => Promise<R | Raced>,
): Promise<R | Result<never, ChangedMeanwhile>> => {
  const result = await retryRaces(deps.pause, attempt)
  return result === raced ? err<ChangedMeanwhile>({ kind: 'changed_meanwhile', what }) : result
}
