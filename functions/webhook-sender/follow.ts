import { maxDelaySeconds } from '../../shared/adapters/delivery-queue.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import {
  closedReason,
  type Delivery,
  type DeliveryMessage,
  type Receiver,
  type Subscription,
} from '../../shared/domain/outbound/subscriptions/entity.ts'
import { asHeld } from '../../shared/domain/outbound/subscriptions/held.ts'
import { laneOf } from '../../shared/domain/outbound/subscriptions/lane.ts'
import { gaveUpMail, heldTooLongMail, switchedOffMail } from '../../shared/domain/outbound/subscriptions/mails.ts'
import { type Settled, untried } from '../../shared/domain/outbound/subscriptions/settle.ts'
import { hour, second } from '../../shared/lib/clock.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { Mail } from '../../shared/lib/mail.ts'
import type { LaneDeps } from './lanes.ts'

export type FollowDeps = LaneDeps & Pick<Deps, 'deliveries' | 'heldDeliveries' | 'mailer' | 'newUuid'>

const mailEveryMs = hour

/**
 * Does what an attempt came to. The next attempt is put where it waits before this one is recorded: a row never says that an
 * attempt was made whose successor could be lost. A crash between the two makes the attempt again, which receivers allow for.
 */
export const follow = async (deps: FollowDeps, message: DeliveryMessage, receiver: Receiver, settled: Settled): Promise<void> => {
  const { accountId, subscriptionId, attempt } = message
  const now = deps.now()
  if (settled.kind === 'retry') await putBack(deps, settled.next, settled.delayMs, receiver)
  const gone = settled.kind === 'gone' ? await switchOff(deps, settled.next, receiver) : undefined
  const isFirst = await deps.deliveries.record(accountId, settled.delivery, attempt, now)
  if (gone) await write(deps, switchedOffMail(gone))
  if (settled.kind === 'gave-up' && isFirst) {
    const owner = await deps.subscriptions.claimMail(accountId, subscriptionId, now, now - mailEveryMs)
    if (owner) await write(deps, gaveUpMail(owner, settled.delivery))
  }
}

/** Switches the subscription off whose receiver is gone, and holds the next attempt. Gives it back when it was on until now. */
const switchOff = async (deps: FollowDeps, next: DeliveryMessage, { url }: Receiver): Promise<Subscription | undefined> => {
  const disabled = { at: deps.now(), reason: 'The receiver answered 410 Gone' }
  const isOff = await deps.subscriptions.disable(next.accountId, next.subscriptionId, url, disabled)
  const subscription = await hold(deps, next)
  return isOff ? subscription : undefined
}

/** Holds a delivery since its receiver is switched off; its attempt is not made. */
export const holdUntried = async (deps: FollowDeps, message: DeliveryMessage, before: Delivery | undefined): Promise<void> => {
  await hold(deps, message)
  await deps.deliveries.record(message.accountId, untried(message, before, 'held'), message.attempt, deps.now())
}

/**
 * Holds a delivery, before its row says so. The subscription may be on again or deleted by then, and all that was held looked
 * through already; so it is read once more, strongly, and a note has the next tick look again. Gives back what was read.
 */
const hold = async (deps: FollowDeps, message: DeliveryMessage): Promise<Subscription | undefined> => {
  const { accountId, subscriptionId } = message
  const holdId = deps.newUuid()
  await deps.heldDeliveries.hold(asHeld(message), holdId, deps.now())
  const subscription = await deps.subscriptions.get(accountId, subscriptionId)
  if (!subscription?.disabled) await deps.heldDeliveries.note({ accountId, subscriptionId, dueAt: deps.now(), name: holdId })
  return subscription
}

/** Gives a delivery up whose event is too old by now, and says so. Of a closed account nobody is written to. */
export const giveUpTooOld = async (deps: FollowDeps, message: DeliveryMessage, before: Delivery | undefined): Promise<void> => {
  const { accountId, subscriptionId } = message
  const now = deps.now()
  if (!(await deps.deliveries.record(accountId, untried(message, before, 'gave-up'), message.attempt, now))) return
  const owner = await deps.subscriptions.claimMail(accountId, subscriptionId, now, now - mailEveryMs)
  if (owner && owner.disabled?.reason !== closedReason) await write(deps, heldTooLongMail(owner, message))
}

/** A subscription need not name anybody to write to; and a mail that cannot be sent is logged: no delivery waits for it. */
const write = async (deps: Pick<Deps, 'mailer'>, mail: Mail): Promise<void> => {
  if (mail.to === '') return
  try {
    await deps.mailer.send(mail)
  } catch (thrown) {
    log('error', 'a mail about deliveries was not sent', describeError(thrown))
  }
}

/** The queue keeps a message waiting for up to 15 minutes; later attempts wait in the table. */
const putBack = async (deps: FollowDeps, next: DeliveryMessage, delayMs: number, receiver: Receiver): Promise<void> => {
  const delaySeconds = Math.ceil(delayMs / second)
  if (delaySeconds > maxDelaySeconds) return deps.deliveries.addDue(next, deps.now() + delayMs)
  const refused = await deps.queue.send([{ message: next, delaySeconds, lane: laneOf(receiver, deps.now() + delayMs) }])
  if (refused.length > 0) throw new Error('The next attempt was not taken by the queue')
}
