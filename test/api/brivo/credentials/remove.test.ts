import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'
import { card } from '../../../support/card-bodies.ts'

describe('a credential', () => {
  it('is gone after its deletion, from its user too, and its bits may be used again', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/credentials', { body: card })
    const user = (await call('POST', '/users', { body: { firstName: 'A', lastName: 'B' } })).json.id
    await call('PUT', `/users/${user}/credentials/${json.id}`)
    expect((await call('DELETE', `/credentials/${json.id}`, { body: {} })).status).toBe(204)
    expect((await call('GET', `/users/${user}/credentials`)).json).toEqual({ data: [], count: 0 })
    expect(await call('GET', `/credentials/${json.id}`)).toMatchObject({
      status: 404,
      json: { code: 404, message: `No credential could be retrieved for credential id: ${json.id}` },
    })
    expect((await call('POST', '/credentials', { body: card })).status).toBe(201)
  })
})
