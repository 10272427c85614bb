import type { Deps } from '../../shared/domain/deps.ts'
import type { Delivery, DeliveryMessage, Receiver, Subscription } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { eventToSend, hasWaited } from '../../shared/domain/outbound/subscriptions/event-to-send.ts'
import { isTooOld } from '../../shared/domain/outbound/subscriptions/held.ts'
import { isMovedAfter, type Lane } from '../../shared/domain/outbound/subscriptions/lane.ts'
import { isRepeat, type Settled, settle, untried } from '../../shared/domain/outbound/subscriptions/settle.ts'
import type { Event } from '../../shared/domain/record/events/entity.ts'
import { second } from '../../shared/lib/clock.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { attempt } from './attempt.ts'
import { type FollowDeps, follow, giveUpTooOld, holdUntried } from './follow.ts'
import { belongsInSlowLane, markIfSlow, moveToSlowLane } from './lanes.ts'
import type { Post } from './post.ts'
import type { RouteDeps, RouteTo } from './route.ts'
import type { StandsDeps, StandsOf } from './stands.ts'
import { webhooks } from './webhook.ts'

export type SenderDeps = RouteDeps &
  StandsDeps &
  FollowDeps &
  Pick<Deps, 'events'> & {
    /** The fast lane's waits for a short time only. */
    posts: Readonly<Record<Lane, Post>>
    jitter: () => number
  }

/** What the deliveries of one batch share: they came by the same lane. */
export type Shared = { recordAccepted: RecordAccepted; routeTo: RouteTo; standsOf: StandsOf; lane: Lane }

/** The receiver that a message brings is taken at its word for this long: a subscription may be deleted meanwhile. */
const freshMs = 5 * second

/** One attempt to make: the delivery as the log has it, and how often the queue has brought the message. */
export type Due = { message: DeliveryMessage; before: Promise<Delivery | undefined>; receives: number }

/** Records a delivery that was accepted, together with others. */
export type RecordAccepted = (accepted: { accountId: AccountId; delivery: Delivery }) => Promise<void>

/**
 * Makes one attempt at one delivery, and leaves a row and a log line about it. Throws for a fault of our own, which brings the
 * message again; whatever the receiver does is data.
 */
export const deliver = async (deps: SenderDeps, due: Due, shared: Shared): Promise<void> => {
  const { recordAccepted, routeTo, lane } = shared
  const { message, receives } = due
  const [before, receiver, event] = await Promise.all([due.before, receiverOf(deps, message, shared), eventOf(deps, message)])
  if (isRepeat(message, before)) return logOutcome(message, 'repeated')
  if (receiver === 'deleted' || !event) return logOutcome(message, 'dropped')
  if (isTooOld(message, deps.now())) {
    await giveUpTooOld(deps, message, before)
    return logOutcome(message, 'gave-up')
  }
  if (receiver === 'disabled') {
    await holdUntried(deps, message, before)
    return logOutcome(message, 'held')
  }
  const shown = receiver === 'silenced' ? undefined : eventToSend(message, receiver, event)
  if (receiver === 'silenced' || !shown) {
    await deps.deliveries.record(message.accountId, untried(message, before, 'withheld'), message.attempt, deps.now())
    return logOutcome(message, 'withheld')
  }
  if (lane === 'fast' && belongsInSlowLane(deps, message, receiver)) return move(deps, message)
  const end = deps.seen.begin(message.accountId)
  const { body, signatures } = webhooks[message.dialect]
  const { deliveryId, accountId } = message
  const outgoing = { deliveryId, receiver, body: body(shown, accountId), signatures, receives, lane }
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
 * Where to post, with what secrets, and within what limits: as the message brings it while that is fresh (the fan-out has just
 * kept to the limits), else as the subscription is now, and stands by its administrator. `silenced` is one whose administrator may
 * not list such events any more. Of an account with a slow receiver nothing is fresh: another one may have become slow since. The
 * way there is looked for already while the rows are read.
 */
const receiverOf = async (
  deps: SenderDeps,
  message: DeliveryMessage,
  { routeTo, standsOf }: Shared,
): Promise<(Receiver & Pick<Subscription, 'limits'>) | 'deleted' | 'disabled' | 'silenced'> => {
  const { receiver, accountId, subscriptionId } = message
  const isFresh = receiver && deps.now() - receiver.readAt <= freshMs && !deps.seen.hasSlow(accountId)
  if (isFresh) return onTheWay(receiver, routeTo)
  const stored = await deps.subscriptions.recent(accountId, subscriptionId)
  if (!stored) return 'deleted'
  const known = stored.disabled || !hasWaited(message) ? stored : await standsOf(accountId, stored)
  if (!known) return 'silenced'
  return known.disabled ? 'disabled' : onTheWay(known, routeTo)
}

const onTheWay = <To extends Receiver>(receiver: To, routeTo: RouteTo): To => {
  void routeTo(receiver)
  return receiver
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

/** The one log line of an attempt. */
const logOutcome = (
  message: DeliveryMessage,
  outcome: Settled['kind'] | 'repeated' | 'dropped' | 'held' | 'withheld' | 'moved',
  delivery?: Delivery,
): void => {
  const { accountId, subscriptionId, deliveryId, eventUuid } = message
  const last = delivery?.attempts.at(-1)
  log(outcome === 'gave-up' || outcome === 'gone' ? 'warn' : 'info', 'delivery', {
    ...{ accountId, subscriptionId, deliveryId, eventUuid, attempt: message.attempt, outcome },
    ...{ status: last?.status, failure: last?.failure, durationMs: last?.durationMs, nextAttemptAt: delivery?.nextAttemptAt },
  })
}
