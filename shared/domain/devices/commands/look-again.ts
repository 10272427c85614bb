import { type Instant, second } from '../../../lib/clock.ts'
import type { Command } from './entity.ts'
import { nextResendAt } from './lifecycle.ts'

/**
 * Which of a panel's commands are to be looked at again, by the whole seconds after `now`: those that were sent for the first time just now,
 * or should have been, and those of `watched` that the panel still does not say it has. `recent` is as it was read before they were sent. So each command
 * is watched by one message at a time, whatever else wakes who sends them.
 */
export const looksAgain = (
  recent: readonly Command[],
  watched: ReadonlySet<string>,
  now: Instant,
): ReadonlyMap<number, readonly string[]> => {
  const looks = new Map<number, string[]>()
  for (const command of recent) {
    if (command.state !== 'accepted' && !watched.has(command.id)) continue
    const at = nextResendAt(command, now)
    if (at === undefined) continue
    const seconds = Math.ceil((at - now) / second)
    looks.set(seconds, [...(looks.get(seconds) ?? []), command.id])
  }
  return looks
}
