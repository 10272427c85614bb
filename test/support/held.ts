import { expect } from 'vitest'
import type { SenderDeps } from '../../functions/webhook-sender/deliver.ts'
import type { Subscription } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { minute } from '../../shared/lib/clock.ts'
import { subscriptionStore } from '../../shared/storage/outbound/subscriptions.ts'
import type { Table } from '../../shared/storage/table/types.ts'
import { memoryTable } from '../fakes/memory-table.ts'
import { policedTable } from '../infra/policed-table.ts'
import { accessEvent, accountId, noon, pipeline } from './sender.ts'
import { accept, answer, type startUnruly } from './unruly-receiver.ts'

/** An event that is known by its number, stored so many milliseconds after noon. */
export const eventNumber = (index: number) =>
  accessEvent({ uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`, processedAt: noon + index })
export const numbersOf = (messages: readonly { eventUuid: string }[]) =>
  messages.map(({ eventUuid }) => Number(eventUuid.slice(-12)))

/** A pipeline whose receiver answered 410 to event 1, so that events 1 to `last` are held. From then on it accepts. */
export const switchedOff = async (
  receiver: Awaited<ReturnType<typeof startUnruly>>,
  last = 3,
  change: Partial<SenderDeps> = {},
  wanted: Partial<Subscription> = {},
  table: Table = memoryTable(),
) => {
  const all = pipeline(change, table)
  const subscription = await all.subscribe(receiver.url, wanted)
  receiver.behave(answer(410))
  await all.happen(eventNumber(1))
  await all.work()
  all.clock.now += minute
  for (let index = 2; index <= last; index += 1) await all.happen(eventNumber(index))
  await all.work()
  receiver.behave(accept)
  const stored = async () => {
    const found = await all.deps.subscriptions.get(accountId, subscription.id)
    if (!found) throw new Error('The subscription is gone')
    return found
  }
  /** With the rights of the API. */
  const subscriptions = subscriptionStore(policedTable(all.table, 'brivo-api'))
  const switchOn = async (changed: Partial<Subscription> = {}) => {
    const { disabled: _, ...on } = await stored()
    expect(await subscriptions.switchOn(accountId, { ...on, ...changed, version: on.version + 1 }, undefined)).toEqual({
      ok: true,
    })
  }
  const switchOff = (at = all.clock.now) =>
    all.deps.subscriptions.disable(accountId, subscription.id, receiver.url, { at, reason: 'By the test' })
  const remove = async () => subscriptions.remove(accountId, await stored(), undefined)
  const states = async () => (await all.rows()).map(({ state }) => state)
  const notes = () => all.deps.heldDeliveries.notes(Number.MAX_SAFE_INTEGER, 100)
  /** The numbers of the events that were posted, in order. */
  const posted = () => receiver.seen.bodies.map((body) => Number(JSON.parse(body).uuid.slice(-12)))
  return { ...all, subscription, stored, switchOn, switchOff, remove, states, notes, posted }
}
