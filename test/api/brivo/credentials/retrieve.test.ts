import { describe, expect, it } from 'vitest'
import { stranger, testApi } from '../../../support/api.ts'
import { card } from '../../../support/card-bodies.ts'

describe('a credential', () => {
  it('has a user, once it is assigned', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/credentials', { body: card })
    const nobody = await call('GET', `/credentials/${json.id}/user`)
    expect(nobody).toMatchObject({ status: 404, json: { code: 404, message: 'User not found' } })
    const peter = { firstName: 'Peter', lastName: 'Smith', externalId: 'peter.smith' }
    const user = (await call('POST', '/users', { body: peter })).json.id
    await call('PUT', `/users/${user}/credentials/${json.id}`)
    expect((await call('GET', `/credentials/${json.id}/user`)).json).toEqual({ id: user, ...peter, suspended: false })
  })

  it('of another tenant is not found, nor one that never was', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/credentials', { body: card })
    for (const [method, path] of [
      ['GET', ''],
      ['DELETE', ''],
      ['GET', '/user'],
    ]) {
      const theirs = await call(method ?? '', `/credentials/${json.id}${path}`, { as: stranger() })
      const nothing = await call(method ?? '', `/credentials/123${path}`, { as: stranger() })
      expect(theirs).toMatchObject({ status: 404, json: { message: expect.stringContaining('No credential could be') } })
      expect(theirs.text.replace(String(json.id), '123')).toBe(nothing.text)
    }
    expect((await call('GET', `/credentials/${json.id}`)).status).toBe(200)
  })
})
