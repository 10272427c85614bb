import { maxDelaySeconds } from '../../shared/adapters/delivery-queue.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import type { Delivery, DeliveryMessage, Receiver } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { isMovedAfter, type Lane, laneOf } from '../../shared/domain/outbound/subscriptions/lane.ts'
import { gaveUpMail, switchedOffMail } from '../../shared/domain/outbound/subscriptions/mails.ts'
import { held, isRepeat, type Settled, settle } from '../../shared/domain/outbound/subscriptions/settle.ts'
import type { Event } from '../../shared/domain/record/events/entity.ts'
import { withoutValues } from '../../shared/domain/record/events/hidden-changes.ts'
import { hour, second } from '../../shared/lib/clock.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import type { Mail } from '../../shared/lib/mail.ts'
import { attempt } from './attempt.ts'
import { belongsInSlowLane, type LaneDeps, markIfSlow, moveToSlowLane } from './lanes.ts'
import type { Post } from './post.ts'
import type { RouteDeps, RouteTo } from './route.ts'
import { webhooks } from './webhook.ts'

export type SenderDeps = RouteDeps &
  LaneDeps &
  Pick<Deps, 'deliveries' | 'events' | 'mailer'> & {
    /** The fast lane's waits for a short time only. */
    posts: Readonly<Record<Lane, Post>>
    jitter: () => number
  }

/** What the deliveries of one batch share: they came by the same lane. */
export type Shared = { recordAccepted: RecordAccepted; routeTo: RouteTo; lane: Lane }

/** The receiver that a message brings is taken at its word for this long: a subscription may be deleted meanwhile. */
const freshMs = 5 * second
const mailEveryMs = hour

/** One attempt to make: the delivery as the log has it, and how often the queue has brought the message. */
export type Due = { message: DeliveryMessage; before: Promise<Delivery | undefined>; receives: number }

/** Records a delivery that was accepted, together with others. */
export type RecordAccepted = (accepted: { accountId: AccountId; delivery: Delivery }) => Promise<void>

/**
 * Makes one attempt at one delivery, and leaves a row and a log line about it. Throws for a fault of our own, which brings the
 * message again; whatever the receiver does is data.
 */
export const deliver = async (deps: SenderDeps, due: Due, { recordAccepted, routeTo, lane }: Shared): Promise<void> => {
  const { message, receives } = due
  const [before, receiver, event] = await Promise.all([due.before, receiverOf(deps, message, routeTo), eventOf(deps, message)])
  if (isRepeat(message, before)) return logOutcome(message, 'repeated')
  if (receiver === 'deleted' || !event) return logOutcome(message, 'dropped')
  if (receiver === 'disabled') {
    await deps.deliveries.record(message.accountId, held(message, before), message.attempt, deps.now())
    return logOutcome(message, 'held')
  }
  if (lane === 'fast' && belongsInSlowLane(deps, message, receiver)) return move(deps, message)
  const end = deps.seen.begin(message.accountId)
  const { body, signatures } = webhooks[message.dialect]
  const { deliveryId, accountId } = message
  const outgoing = {
    deliveryId,
    receiver,
    body: body(withoutValues(event, message.hides ?? []), accountId),
    signatures,
    receives,
    lane,
  }
  const posted = await attempt({ ...deps, routeTo }, outgoing).finally(end)
  const known = await markIfSlow(deps, message, receiver, posted.attempt)
  if (isMovedAfter(lane, posted.attempt)) return move(deps, message)
  const settled = settle(message, before, posted, { now: deps.now(), jitter: deps.jitter() })
  if (settled.kind === 'delivered' && !before) await recordFirst(deps, message, settled.delivery, recordAccepted)
  else await follow(deps, message, known, settled)
  return logOutcome(message, settled.kind, settled.delivery)
}

const move = async (deps: SenderDeps, message: DeliveryMessage): Promise<void> => {
  await moveToSlowLane(deps, message)
  logOutcome(message, 'moved')
}

/**
 * Where to post, and with what secrets: as the message brings it while that is fresh, else as the subscription is now. Of an
 * account with a slow receiver nothing is fresh: another one may have become slow since. The way there is looked for already while
 * the rows are read.
 */
const receiverOf = async (
  deps: SenderDeps,
  message: DeliveryMessage,
  routeTo: RouteTo,
): Promise<Receiver | 'deleted' | 'disabled'> => {
  const { receiver, accountId, subscriptionId } = message
  const isFresh = receiver && deps.now() - receiver.readAt <= freshMs && !deps.seen.hasSlow(accountId)
  const known = isFresh ? receiver : await deps.subscriptions.recent(accountId, subscriptionId)
  if (!known) return 'deleted'
  if ('disabled' in known && known.disabled) return 'disabled'
  void routeTo(known)
  return known
}

const eventOf = async (deps: SenderDeps, message: DeliveryMessage): Promise<Event | undefined> =>
  message.event ?? deps.events.at(message.eventAt)

/**
 * Records a delivery of which nothing was known and that was accepted, as most are: with others in one call. When that fails,
 * each is written for itself, so that only the messages whose rows are missing come again.
 */
const recordFirst = async (deps: SenderDeps, message: DeliveryMessage, delivery: Delivery, recordAccepted: RecordAccepted) => {
  const { accountId, attempt } = message
  try {
    await recordAccepted({ accountId, delivery })
  } catch (thrown) {
    log('warn', 'a group of deliveries was not recorded at once', { deliveryId: delivery.deliveryId, ...describeError(thrown) })
    await deps.deliveries.record(accountId, delivery, attempt, deps.now())
  }
}

/**
 * Does what an attempt came to. The next attempt is put where it waits before this one is recorded: a row never says that an
 * attempt was made whose successor could be lost. A crash between the two makes the attempt again, which receivers allow for.
 */
const follow = async (deps: SenderDeps, message: DeliveryMessage, receiver: Receiver, settled: Settled): Promise<void> => {
  const { accountId, subscriptionId, attempt } = message
  const now = deps.now()
  if (settled.kind === 'retry') await putBack(deps, settled.next, settled.delayMs, receiver)
  const reason = 'The receiver answered 410 Gone'
  const switchedOff =
    settled.kind === 'gone'
      ? await deps.subscriptions.disable(accountId, subscriptionId, receiver.url, { at: now, reason })
      : undefined
  const isFirst = await deps.deliveries.record(accountId, settled.delivery, attempt, now)
  if (switchedOff) await write(deps, switchedOffMail(switchedOff))
  if (settled.kind === 'gave-up' && isFirst) {
    const owner = await deps.subscriptions.claimMail(accountId, subscriptionId, now, now - mailEveryMs)
    if (owner) await write(deps, gaveUpMail(owner, settled.delivery))
  }
}

/** A subscription need not name anybody to write to; and a mail that cannot be sent is logged: no delivery waits for it. */
const write = async (deps: SenderDeps, mail: Mail): Promise<void> => {
  if (mail.to === '') return
  try {
    await deps.mailer.send(mail)
  } catch (thrown) {
    log('error', 'a mail about deliveries was not sent', describeError(thrown))
  }
}

/** The queue keeps a message waiting for up to 15 minutes; later attempts wait in the table. */
const putBack = async (deps: SenderDeps, next: DeliveryMessage, delayMs: number, receiver: Receiver): Promise<void> => {
  const delaySeconds = Math.ceil(delayMs / second)
  if (delaySeconds > maxDelaySeconds) return deps.deliveries.addDue(next, deps.now() + delayMs)
  const refused = await deps.queue.send([{ message: next, delaySeconds, lane: laneOf(receiver, deps.now() + delayMs) }])
  if (refused.length > 0) throw new Error('The next attempt was not taken by the queue')
}

/** The one log line of an attempt. */
const logOutcome = (
  message: DeliveryMessage,
  outcome: Settled['kind'] | 'repeated' | 'dropped' | 'held' | 'moved',
  delivery?: Delivery,
): void => {
  const { accountId, subscriptionId, deliveryId, eventUuid } = message
  const last = delivery?.attempts.at(-1)
  log(outcome === 'gave-up' || outcome === 'gone' ? 'warn' : 'info', 'delivery', {
    ...{ accountId, subscriptionId, deliveryId, eventUuid, attempt: message.attempt, outcome },
    ...{ status: last?.status, failure: last?.failure, durationMs: last?.durationMs, nextAttemptAt: delivery?.nextAttemptAt },
  })
}
