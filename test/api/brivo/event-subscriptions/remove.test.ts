import { describe, expect, it } from 'vitest'
import { heldDeliveryStore } from '../../../../shared/storage/outbound/held-deliveries.ts'
import { testApi } from '../../../support/api.ts'
import { hook } from '../../../support/subscription-bodies.ts'

describe('an event subscription', () => {
  it('is gone after its deletion', async () => {
    const { call, table, clock } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    expect((await call('DELETE', `/event-subscriptions/${json.id}`)).status).toBe(204)
    const gone = await call('GET', `/event-subscriptions/${json.id}`)
    expect(gone).toMatchObject({ status: 404, json: { code: 404, message: 'Event subscription not found' } })
    // the next tick ends what is held
    expect(await heldDeliveryStore(table).notes(clock.now, 10)).toMatchObject([{ subscriptionId: json.id }])
  })
})
