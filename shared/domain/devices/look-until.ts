import { type Instant, second } from '../../lib/clock.ts'
import type { Deps } from '../deps.ts'

const firstPauseMs = 50
const maxPauseMs = second
/** Bounds the wait however short the pauses turn out. */
const maxLooks = 40

/**
 * Waits for a panel: looks at what it may have reported by now until `look` says that it is there, `forMs` at most. False when it was not.
 * Soon at first, since most panels answer within some hundred milliseconds; what it reports wakes nobody here. `quickLooks` are made before
 * the pauses grow: for a look that costs little.
 */
export const lookUntil = async (
  deps: Pick<Deps, 'now' | 'pause'>,
  forMs: number,
  look: () => Promise<boolean>,
  quickLooks = 0,
): Promise<boolean> => {
  const latest: Instant = deps.now() + forMs
  for (let looks = 0; ; looks += 1) {
    if (await look()) return true
    const left = latest - deps.now()
    if (left <= 0 || looks + 1 >= maxLooks) return false
    await deps.pause(Math.min(maxPauseMs, firstPauseMs * 2 ** Math.max(0, looks - quickLooks), Math.max(left, firstPauseMs)))
  }
}
