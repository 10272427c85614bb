import { describe, expect, it } from 'vitest'
import { ApiError, type Client } from '../../sdk/src/index.ts'
import { clientOf, tenant } from '../support/client.ts'
import { personWithCard } from '../support/people.ts'

const [mine, theirs] = [tenant(0), tenant(1)]
const [owner, other] = [clientOf(mine), clientOf(theirs)]

const refusalOf = (call: Promise<unknown>): Promise<ApiError> =>
  call.then(
    () => Promise.reject(new Error('It was not refused')),
    (reason: unknown) => (reason instanceof ApiError ? reason : Promise.reject(reason)),
  )
const textOf = ({ body }: ApiError, id: number) => JSON.stringify(body).replaceAll(String(id), '#')

describe('another tenant', () => {
  it('is answered ids of the first in the words for an id that never was, by what is deployed too', async () => {
    const [panel] = mine.panels
    const [door] = panel?.accessPoints ?? []
    if (!panel || !door) throw new Error('The demo has no door')
    const { user } = await personWithCard(owner, 'Tess', [door])
    const body = { name: 'T', url: 'http://127.0.0.1:9/x', criteria: [] }
    const { data: subscription } = await owner.POST('/event-subscriptions', { body })
    const [accessPointId, userId, eventSubscriptionId] = [door.id, user.id, subscription.id]
    const reads: [string, number, (client: Client, id: number) => Promise<{ data: { id: number } }>][] = [
      [
        'access points',
        accessPointId,
        (client, id) => client.GET('/access-points/{accessPointId}', { path: { accessPointId: id } }),
      ],
      ['users', userId, (client, id) => client.GET('/users/{userId}', { path: { userId: id } })],
      [
        'subscriptions',
        eventSubscriptionId,
        (client, id) => client.GET('/event-subscriptions/{eventSubscriptionId}', { path: { eventSubscriptionId: id } }),
      ],
    ]
    for (const [name, id, read] of reads) {
      expect((await read(owner, id)).data.id, name).toBe(id)
      const refused = await refusalOf(read(other, id))
      expect(refused, name).toMatchObject({ status: 404, code: 404 })
      const never = await refusalOf(read(other, 123456789))
      expect(textOf(refused, id), name).toBe(textOf(never, 123456789))
    }
    const writes: [string, () => Promise<unknown>][] = [
      ['activate', () => other.POST('/access-points/{accessPointId}/activate', { path: { accessPointId } })],
      ['suspend', () => other.PUT('/users/{userId}/suspended', { path: { userId }, body: { suspended: true } })],
      ['delete a user', () => other.DELETE('/users/{userId}', { path: { userId } })],
      [
        'delete a subscription',
        () => other.DELETE('/event-subscriptions/{eventSubscriptionId}', { path: { eventSubscriptionId } }),
      ],
    ]
    for (const [name, write] of writes) expect(await refusalOf(write()), name).toMatchObject({ status: 404 })
    expect((await owner.GET('/users/{userId}/suspended', { path: { userId } })).data.suspended).toBe(false)
    await owner.DELETE('/event-subscriptions/{eventSubscriptionId}', { path: { eventSubscriptionId } })
  })
})
