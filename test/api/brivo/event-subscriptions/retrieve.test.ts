import { describe, expect, it } from 'vitest'
import { assistant, stranger, testApi } from '../../../support/api.ts'
import { furnish, hook, onSite } from '../../../support/subscription-bodies.ts'

describe('an event subscription', () => {
  it('is found by its whole name', async () => {
    const { call } = testApi()
    for (const name of ['Door', 'Door 1']) await call('POST', '/event-subscriptions', { body: { ...hook, name } })
    expect((await call('GET', '/event-subscriptions?filter=name__eq:door')).json).toMatchObject({
      count: 1,
      data: [{ name: 'Door' }],
    })
  })

  it('is for administrators who may change what the account sends', async () => {
    const { call } = testApi()
    for (const [method, body] of [
      ['GET', {}],
      ['POST', { body: hook }],
    ] as const) {
      expect(await call(method, '/event-subscriptions', { as: assistant(), ...body })).toMatchObject({ status: 403 })
    }
  })

  it('of another tenant is not found, nor may its sites be named', async () => {
    const { call, deps } = testApi()
    await furnish(deps)
    const { json } = await call('POST', '/event-subscriptions', { body: hook })
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: hook } : {}
      const theirs = await call(method, `/event-subscriptions/${json.id}`, { as: stranger(), ...body })
      const nothing = await call(method, '/event-subscriptions/123', { as: stranger(), ...body })
      expect(theirs.status).toBe(404)
      expect(theirs.text).toBe(nothing.text)
    }
    const named = await call('POST', '/event-subscriptions', { as: stranger(), body: { ...hook, criteria: [onSite] } })
    expect(named).toMatchObject({ status: 400, json: { message: 'Event subscription contained invalid Site criteria' } })
  })
})
