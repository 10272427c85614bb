import { describe, expect, it } from 'vitest'
import { fanOut } from '../../functions/event-fanout/fan-out.ts'
import { deliveryIdOf } from '../../shared/domain/outbound/subscriptions/fan-out.ts'
import { AccountId, SubscriptionId } from '../../shared/lib/ids.ts'
import { accessEvent, eventsRecord, fakeQueue, noon, pipeline, queueRecord } from '../support/sender.ts'

const url = 'http://127.0.0.1:9/'
const uuidOf = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`
const site = (id: number) => ({ id, name: `Site ${id}` })
const siteOnly = (id: number) => [{ id: 1, field: 'site' as const, operator: 'is' as const, value: id }]

describe('a stored event', () => {
  it('becomes one message for each subscription that it matches', async () => {
    const { deps, messages, subscribe } = pipeline()
    await subscribe(url)
    await subscribe(`${url}b`, { id: SubscriptionId.parse(901), criteria: siteOnly(5) })
    await subscribe(`${url}c`, { id: SubscriptionId.parse(902), criteria: siteOnly(6) })
    expect(await fanOut(deps, [eventsRecord([accessEvent()])])).toEqual({ batchItemFailures: [] })
    expect(messages.map(({ message }) => message.subscriptionId)).toEqual([900, 901])
    expect(messages[0]?.message).toMatchObject({
      deliveryId: deliveryIdOf(accessEvent().uuid, 900),
      accountId: 1,
      attempt: 1,
      processedAt: noon + 2,
      dialect: 'brivo',
      event: accessEvent(),
      receiver: { url, readAt: noon },
    })
  })

  it('has the same delivery ids when the queue brings it again', async () => {
    const { deps, messages, subscribe } = pipeline()
    await subscribe(url)
    for (const _ of [1, 2]) await fanOut(deps, [eventsRecord([accessEvent()])])
    expect(new Set(messages.map(({ message }) => message.deliveryId)).size).toBe(1)
    expect(messages).toHaveLength(2)
  })

  it('that is large travels as a key, and is posted from the table', async () => {
    const { table, deps, messages, subscribe, happen } = pipeline()
    await subscribe(url)
    const large = accessEvent({ facts: { reason: 'x'.repeat(60_000) } })
    await happen(large)
    expect(messages[0]?.message).not.toHaveProperty('event')
    expect(JSON.stringify(messages[0]).length).toBeLessThan(2_000)
    const key = messages[0]?.message.eventAt ?? { pk: '', sk: '' }
    expect(await table.get(key)).toMatchObject({ uuid: large.uuid })
    expect(await deps.events.at(key)).toMatchObject({ facts: { reason: 'x'.repeat(60_000) } })
  })

  it('stays in its account', async () => {
    const { deps, messages, subscribe } = pipeline()
    await subscribe(url)
    await fanOut(deps, [eventsRecord([accessEvent()], '1', AccountId.parse(2))])
    expect(messages).toEqual([])
  })
})

describe('a batch', () => {
  it('reads the subscriptions of an account once', async () => {
    const { deps, subscribe, messages } = pipeline()
    await subscribe(url)
    let reads = 0
    const subscriptions = {
      ...deps.subscriptions,
      current: (accountId: AccountId) => {
        reads += 1
        return deps.subscriptions.current(accountId)
      },
    }
    const records = Array.from({ length: 25 }, (_, index) => eventsRecord([accessEvent({ uuid: uuidOf(index) })], String(index)))
    await fanOut({ ...deps, subscriptions }, records)
    expect(reads).toBe(1)
    expect(messages).toHaveLength(25)
  })

  it('keeps a name with a character outside the BMP whole', async () => {
    const { deps, messages, subscribe } = pipeline()
    await subscribe(url)
    const actor = { id: 31, name: 'Ann 𠮷😀', kind: 'user' } as const
    const record = eventsRecord([accessEvent({ actor })])
    expect(record.body).toMatch(/^[ -~]+$/)
    await fanOut(deps, [record])
    expect(messages[0]?.message.event?.actor?.name).toBe(actor.name)
  })

  it('names exactly the messages whose events could not be read, queued, or matched', async () => {
    const { deps, subscribe } = pipeline()
    await subscribe(url)
    const { queue, messages } = fakeQueue((message) => message.eventUuid === uuidOf(2))
    const subscriptions = {
      ...deps.subscriptions,
      current: (accountId: AccountId) =>
        accountId === 2 ? Promise.reject(new Error('throttled')) : deps.subscriptions.current(accountId),
    }
    const records = [
      eventsRecord([accessEvent({ uuid: uuidOf(1) })], '101'),
      eventsRecord([accessEvent({ uuid: uuidOf(2) })], '102'),
      queueRecord({ accountId: 1, events: [{ entity: 'event' }] }, '103'),
      eventsRecord([accessEvent({ uuid: uuidOf(4), site: site(9) })], '104', AccountId.parse(2)),
      eventsRecord([accessEvent({ uuid: uuidOf(5) })], '105'),
    ]
    const { batchItemFailures } = await fanOut({ ...deps, queue, subscriptions }, records)
    expect(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).toSorted()).toEqual(['102', '103', '104'])
    expect(messages.map(({ message }) => message.eventUuid)).toEqual([uuidOf(1), uuidOf(5)])
  })
})
