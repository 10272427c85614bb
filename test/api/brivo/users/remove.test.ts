import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { peter } from '../../../support/user-bodies.ts'

describe('a user', () => {
  it('is gone after its deletion, and its external id and PIN are free', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: peter })
    expect((await call('DELETE', `/users/${json.id}`, { body: {} })).status).toBe(204)
    expect((await call('DELETE', `/users/${json.id}`)).status).toBe(404)
    expect((await call('GET', '/users')).json).toEqual({ data: [], offset: 0, pageSize: 20, count: 0 })
    expect((await call('POST', '/users', { body: peter })).status).toBe(200)
  })
})
