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

/** A panel has this long to say that it has a command, and this long to report what it did, from when it was given. */
export const receivedDeadlineMs = 3 * second
export const resultDeadlineMs = 10 * second
/** The longest that a request waits for a result, in seconds. */
export const maxWaitSeconds = 5
/** A result that comes later than this is not believed any more: nobody is waiting for it, and the panel's memory is shorter. */
export const finalAfterMs = day
/** A momentary command lives this long. */
export const momentaryLifeMs = 10 * second
/** No command that is done now or never lives longer, so whatever is older is not pending. */
export const maxLifeMs = 60 * second

/** When the result of a command is due: not before the panel has stopped doing it. */
export const resultDueAt = ({ issuedAt, notAfter }: Pick<Command, 'issuedAt' | 'notAfter'>): Instant =>
  Math.max(issuedAt + resultDeadlineMs, notAfter)

/**
 * What time has made of a command. One that was never sent expires: nothing was done. Of one that was sent nobody knows when its result
 * does not come, also when the panel never said that it has it: its word may be lost, and the door have moved.
 */
export const stateAt = (command: Command, now: Instant): CommandState => {
  const { state, notAfter } = command
  if (state === 'accepted') return now > notAfter ? 'expired' : state
  if (isFinal(state)) return state
  return now > resultDueAt(command) ? 'unknown' : state
}

/** Whether the panel has said how the command ended. */
export const isFinal = (state: CommandState): boolean => state === 'succeeded' || state === 'failed' || state === 'rejected'

/** A command that the panel does not say it has is sent again so long after it was given, while it lives. */
const resendAfterMs = [1 * second, 3 * second, 6 * second]
/** Two sends by this plan are at least so far apart, however late the first was. */
const minGapMs = second / 2

const resendsAt = ({ issuedAt, notAfter }: Command): Instant[] =>
  resendAfterMs.map((after) => issuedAt + after).filter((at) => at <= notAfter)

/** When a command without a receipt is to be sent again next, after `now`; undefined when it is not. */
export const nextResendAt = (command: Command, now: Instant): Instant | undefined =>
  isUnreceived(command) ? resendsAt(command).find((at) => at > now) : undefined

/** Whether the panel ought to have said by now that it has the command, and did not. */
export const isReceiptOverdue = (command: Command, now: Instant): boolean =>
  isUnreceived(command) && now >= command.issuedAt + receivedDeadlineMs

/** Whether nothing is known of the panel having it. */
const isUnreceived = ({ state }: Command): boolean => state === 'accepted' || state === 'sent'

/** Why commands are sent: the panel spoke, so what was sent before may have been lost; or something else woke who sends them. */
export type Occasion = 'spoke' | 'nudged'

/**
 * Whether the command is to be sent at `now`: never after its `notAfter`. One that was sent is sent again by the plan, a second, three
 * and six after it was given; and when the panel speaks and a second has gone by.
 */
export const isPending = (command: Command, now: Instant, occasion: Occasion): boolean => {
  if (!isUnreceived(command) || now > command.notAfter) return false
  const last = command.sentAts.at(-1)
  if (last === undefined) return true
  const gap = now - last
  return occasion === 'spoke' ? gap >= second : gap >= minGapMs && resendsAt(command).some((at) => last < at && at <= now)
}
