import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { hook } from '../../../support/subscription-bodies.ts'

describe('an event subscription', () => {
  it('is gone after its deletion', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    expect((await call('DELETE', `/event-subscriptions/${json.id}`)).status).toBe(204)
    const gone = await call('GET', `/event-subscriptions/${json.id}`)
    expect(gone).toMatchObject({ status: 404, json: { code: 404, message: 'Event subscription not found' } })
  })
})
