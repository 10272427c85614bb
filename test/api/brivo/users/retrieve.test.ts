import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'
import { peter, plain } from '../../../support/user-bodies.ts'

describe('a user', () => {
  it('is found by its external id however its accents are composed, and shares it with nobody either way', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: { ...plain, externalId: 'Jos\u00e9' } })
    expect((await call('GET', `/users/${encodeURIComponent('Jose\u0301')}/external`)).json.id).toBe(json.id)
    expect((await call('POST', '/users', { body: { ...plain, externalId: 'Jose\u0301' } })).status).toBe(400)
  })

  it('is found by an external id with slashes also when the gateway has decoded the path', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: { ...plain, externalId: 'a/b/c' } })
    expect((await call('GET', '/users/a/b/c/external')).json.id).toBe(json.id)
    expect((await call('GET', '/users/a/b/external')).status).toBe(404)
  })

  it('is found by its external id, whatever characters that has', async () => {
    const { call } = testApi()
    for (const externalId of ['a/b c', 'ü;+%', '42']) {
      const { json } = await call('POST', '/users', { body: { ...plain, externalId } })
      expect((await call('GET', `/users/${encodeURIComponent(externalId)}/external`)).json.id).toBe(json.id)
    }
    for (const externalId of ['nobody', 'x'.repeat(3000), '%E0%A4%A']) {
      expect(await call('GET', `/users/${externalId}/external`)).toMatchObject({
        status: 404,
        json: { code: 404, message: 'Requested user not found' },
      })
    }
  })

  it('of another tenant is not found, exactly as one that never was', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: peter })
    const calls: [string, string, unknown?][] = [
      ['GET', ''],
      ['PUT', '', plain],
      ['PATCH', '', plain],
      ['DELETE', ''],
      ['GET', '/suspended'],
      ['PUT', '/suspended', { suspended: true }],
      ['GET', '/groups'],
      ['POST', '/groups', { addGroups: [] }],
      ['GET', '/credentials'],
      ['PUT', '/credentials/5', {}],
      ['DELETE', '/credentials/5'],
    ]
    for (const [method, path, body] of calls) {
      const as = stranger()
      const theirs = await call(method, `/users/${json.id}${path}`, { as, body })
      const nothing = await call(method, `/users/123${path}`, { as, body })
      expect(theirs).toMatchObject({ status: 404, json: { code: 404, message: 'Requested user not found' } })
      expect(theirs.text).toBe(nothing.text)
    }
    expect((await call('GET', '/users/Star%20Lord/external', { as: stranger() })).status).toBe(404)
    expect((await call('GET', `/users/${json.id}`)).json).toMatchObject(peter)
  })

  it('is looked after by an assistant too, and only looked at by a CSR', async () => {
    const { call } = testApi()
    expect((await call('POST', '/users', { body: plain, as: assistant() })).status).toBe(200)
    expect((await call('POST', '/users', { body: plain, as: somebody({ type: 'CSR' }) })).status).toBe(403)
    expect((await call('GET', '/users', { as: null })).status).toBe(401)
  })

  it.each(['abc', '0', '-1', '1.5', '99999999999999999999'])('has no id like %s', async (id) => {
    const { call } = testApi()
    expect(await call('GET', `/users/${id}`)).toMatchObject({ status: 400, json: { message: expect.stringContaining('userId') } })
  })
})
