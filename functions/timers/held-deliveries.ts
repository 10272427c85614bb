import pMap from 'p-map'
import type { DeliveryQueue } from '../../shared/adapters/delivery-queue.ts'
import type { Deps } from '../../shared/domain/deps.ts'
import { type HeldPlan, planHeld, releaseDelaySeconds, releasedAtOnce } from '../../shared/domain/outbound/subscriptions/held.ts'
import type { Instant } from '../../shared/lib/clock.ts'
import { describeError, log } from '../../shared/lib/log.ts'
import { type HeldDelivery, type HeldNote, offName } from '../../shared/storage/outbound/held-deliveries.ts'

export type HeldDeps = Pick<Deps, 'heldDeliveries' | 'subscriptions' | 'now' | 'newUuid'> & { queue: DeliveryQueue }

const notesAtOnce = 500
/** Subscriptions worked on side by side, and held deliveries of each that are forgotten so. */
const width = 4
const forgetWidth = 25

/**
 * Looks at what is held for each subscription that a note says, until the clock says `until`: of one that is on again it is put in
 * the queue, so many at a tick. What is left comes after the other subscriptions in the next tick. Throws at the end what one
 * subscription met; its notes stay, and so it is tried again.
 */
export const workOnHeld = async (deps: HeldDeps, until: Instant): Promise<void> => {
  const notes = await deps.heldDeliveries.notes(deps.now(), notesAtOnce)
  const bySubscription = Map.groupBy(notes, ({ accountId, subscriptionId }) => `${accountId} ${subscriptionId}`)
  const failures: unknown[] = []
  const work = async (of: [HeldNote, ...HeldNote[]]) => {
    if (deps.now() >= until) return
    try {
      await workOnSubscription(deps, of)
    } catch (thrown) {
      const { accountId, subscriptionId } = of[0]
      log('error', 'held deliveries of a subscription were not worked on', {
        accountId,
        subscriptionId,
        ...describeError(thrown),
      })
      failures.push(thrown)
    }
  }
  await pMap([...bySubscription.values()].filter(isSome), work, { concurrency: width })
  if (failures.length > 0) throw failures[0]
}

const isSome = <T>(many: readonly T[]): many is [T, ...T[]] => many.length > 0

/**
 * Does what is to be done for one subscription. Its notes are forgotten last, and only those that were read before: what is held
 * meanwhile brings a note of its own.
 */
const workOnSubscription = async (deps: HeldDeps, notes: [HeldNote, ...HeldNote[]]): Promise<void> => {
  const [{ accountId, subscriptionId }] = notes
  const plan = planHeld(await deps.subscriptions.get(accountId, subscriptionId), deps.now())
  const { done, isMore } = plan.kind === 'wait' ? { done: 0, isMore: false } : await workOnPage(deps, notes[0], plan)
  const of = { accountId, subscriptionId }
  if (isMore) await deps.heldDeliveries.note({ ...of, dueAt: deps.now(), name: deps.newUuid() })
  else if (plan.kind === 'give-up') await deps.heldDeliveries.note({ ...of, dueAt: plan.nextLookAt, name: offName })
  for (const note of notes) await deps.heldDeliveries.forgetNote(note)
  log('info', 'held deliveries were looked at', { ...of, plan: plan.kind, done, isMore })
}

/** Does it for as many held deliveries as a tick may. The sender itself gives up what is too old. */
const workOnPage = async (deps: HeldDeps, of: HeldNote, plan: Exclude<HeldPlan, { kind: 'wait' }>) => {
  const held = await deps.heldDeliveries.next(of, releasedAtOnce, plan.kind === 'give-up' ? plan.storedBy : undefined)
  const done = plan.kind === 'end' ? held : await send(deps, held)
  await pMap(done, (one) => deps.heldDeliveries.forget(one), { concurrency: forgetWidth })
  return { done: done.length, isMore: done.length < held.length || held.length === releasedAtOnce }
}

/**
 * Puts held deliveries in the queue, the oldest first, spread over the time until the next tick, and gives back those that it took.
 * By the slow lane: what happens now goes by the other one. A crash before they are forgotten sends them twice, and the sender
 * knows a repeat.
 */
const send = async ({ queue }: HeldDeps, held: readonly HeldDelivery[]): Promise<HeldDelivery[]> => {
  const queued = held.map(({ message }, place) => ({ message, delaySeconds: releaseDelaySeconds(place), lane: 'slow' as const }))
  const refused = new Set((await queue.send(queued)).map(({ message }) => message))
  return held.filter(({ message }) => !refused.has(message))
}
