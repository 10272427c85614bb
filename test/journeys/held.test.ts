import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientOf, eventually, tenant } from '../support/client.ts'
import { startReceiver } from '../support/webhook-receiver.ts'

const client = clientOf(tenant(1))
let receiver: Awaited<ReturnType<typeof startReceiver>>
/** It is sent the same, and is never switched off: what it has heard is held for the other. */
let witness: Awaited<ReturnType<typeof startReceiver>>
beforeAll(async () => {
  receiver = await startReceiver()
  witness = await startReceiver()
})
afterAll(() => Promise.all([receiver.stop(), witness.stop()]))

const addUser = (lastName: string) => client.POST('/users', { body: { firstName: 'Held', lastName } })
/** What is held is looked at with the minute. */
const aMinute = 90

describe('a subscription whose receiver says that it is gone', () => {
  it('has what happened meanwhile sent, once, when it is switched on again', async () => {
    const body = {
      name: 'Held',
      url: receiver.url,
      criteria: [{ criteriaType: 'AUDIT' as const, criteriaOperationType: 'EQ' as const, criteriaValue: 1 }],
    }
    const { data: other } = await client.POST('/event-subscriptions', { body: { ...body, url: witness.url } })
    const { data: subscription } = await client.POST('/event-subscriptions', { body })
    const path = { eventSubscriptionId: subscription.id }
    // the event of the subscription itself
    await eventually(() => expect(receiver.received).toHaveLength(1))
    receiver.answers.push(410)
    const users = [await addUser('A')]
    const shown = async () => (await client.GET('/event-subscriptions/{eventSubscriptionId}', { path })).data
    await eventually(async () => expect((await shown()).disabled).toBeDefined())
    for (const name of ['B', 'C', 'D']) users.push(await addUser(name))
    const idsOf = (userId: number, by = receiver) =>
      by.received.filter((one) => JSON.parse(one.body).eventObject?.id === userId).map(({ headers }) => headers['webhook-id'])
    await eventually(() => {
      for (const { data } of users) expect(idsOf(data.id, witness)).toHaveLength(1)
    })
    expect(users.map(({ data }) => idsOf(data.id).length)).toEqual([1, 0, 0, 0])
    const on = await client.PUT('/event-subscriptions/{eventSubscriptionId}', { path, body: { ...body, name: 'Held no more' } })
    expect(on.data.disabled).toBeUndefined()
    await eventually(() => {
      for (const { data } of users) expect(idsOf(data.id).length).toBeGreaterThan(0)
      expect(idsOf(users[0]?.data.id ?? 0)).toHaveLength(2)
    }, aMinute)
    for (const { data } of users) expect(new Set(idsOf(data.id)).size).toBe(1)
    for (const { data } of users.slice(1)) expect(idsOf(data.id)).toHaveLength(1)
    for (const { id } of [subscription, other])
      await client.DELETE('/event-subscriptions/{eventSubscriptionId}', { path: { eventSubscriptionId: id } })
  }, 180_000)
})
