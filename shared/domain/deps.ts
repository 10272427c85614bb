import type { Clock } from '../lib/clock.ts'
import type { Stores } from '../storage/stores.ts'

/** What operations are given from outside: time, ids, randomness and the stores. An operation names the part it uses. */
export type Deps = Stores & {
  now: Clock
  /** A fresh id; give it to the brand it is for: `SiteId.parse(deps.newId())`. */
  newId: () => number
  newUuid: () => string
  randomBytes: (size: number) => Uint8Array
}
