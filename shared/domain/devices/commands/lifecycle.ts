import { day, type Instant, second } from '../../../lib/clock.ts'
import type { Command, CommandState, StoredState } from './entity.ts'

/**
 * The one table of allowed moves: from which states each may be reached. A receipt may overtake the note that the command was
 * sent, and one receipt another; what is settled stays as it is.
 */
const origins = {
  accepted: [],
  sent: ['accepted', 'sent'],
  received: ['accepted', 'sent'],
  executing: ['accepted', 'sent', 'received'],
  succeeded: ['accepted', 'sent', 'received', 'executing'],
  failed: ['accepted', 'sent', 'received', 'executing'],
  rejected: ['accepted', 'sent', 'received', 'executing'],
} as const satisfies Record<StoredState, readonly StoredState[]>

/** The states from which `state` may be reached. */
export const originsOf = (state: StoredState): readonly StoredState[] => origins[state]

/** Whether a command may move from one state to another. */
export const mayMove = (from: StoredState, to: StoredState): boolean => originsOf(to).includes(from)

/** A panel has this long after `notAfter` to report what it did, before the command counts as unknown. */
export const resultDeadlineMs = 10 * second
/** A result that comes later than this is not believed any more: nobody is waiting for it, and the panel's memory is shorter. */
export const finalAfterMs = day
/** A momentary command lives this long. */
export const momentaryLifeMs = 10 * second
/** No command that is done now or never lives longer, so whatever is older is not pending. */
export const maxLifeMs = 60 * second

/** What time has made of a command: one that was never received expires, and one whose result does not come is unknown. */
export const stateAt = ({ state, notAfter }: Command, now: Instant): CommandState => {
  if (state === 'accepted' || state === 'sent') return now > notAfter ? 'expired' : state
  if (state === 'received' || state === 'executing') return now > notAfter + resultDeadlineMs ? 'unknown' : state
  return state
}

/** Whether the command is still to be sent: never after its `notAfter`, and not again within a second. */
export const isPending = (command: Command, now: Instant): boolean =>
  (command.state === 'accepted' || (command.state === 'sent' && now - (command.sentAt ?? 0) >= second)) && now <= command.notAfter
