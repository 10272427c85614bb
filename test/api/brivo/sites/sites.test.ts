import { describe, expect, it } from 'vitest'
import { assistant, stranger, testApi } from '../../../support/api.ts'

const office = { siteName: 'Office', timeZone: 'US/Eastern', address: { city: 'Reston' } }

describe('sites', () => {
  it('are created, and retrieved as they were given', async () => {
    const { call } = testApi()
    const created = await call('POST', '/sites', { body: office })
    expect(created.status).toBe(200)
    expect(created.headers.get('content-type')).toBe('application/json;charset=UTF-8')
    const found = await call('GET', `/sites/${created.json.id}`)
    expect(found.json).toEqual({ id: created.json.id, ...office })
  })

  it('are listed in order of creation, with the effective page and the true count', async () => {
    const { call } = testApi()
    for (const siteName of ['A', 'B', 'C']) await call('POST', '/sites', { body: { ...office, siteName } })
    const page = await call('GET', '/sites?offset=1&pageSize=1')
    expect(page.json).toMatchObject({ data: [{ siteName: 'B' }], offset: 1, pageSize: 1, count: 3 })
    expect((await call('GET', '/sites?offset=9')).json).toEqual({ data: [], offset: 9, pageSize: 20, count: 3 })
  })

  it('are filtered by a part of their name, whatever its case', async () => {
    const { call } = testApi()
    for (const siteName of ['North Gate', 'South Gate', 'Mill']) await call('POST', '/sites', { body: { ...office, siteName } })
    const found = await call('GET', '/sites?filter=name__eq:gATE')
    expect(found.json).toMatchObject({ count: 2, data: [{ siteName: 'North Gate' }, { siteName: 'South Gate' }] })
  })

  it('keep a before and after of every change in the audit', async () => {
    const { call, table } = testApi()
    const { json } = await call('POST', '/sites', { body: office })
    const updated = await call('PUT', `/sites/${json.id}`, { body: { siteName: 'Head office' } })
    expect(updated.json).toMatchObject({ siteName: 'Head office', timeZone: 'US/Eastern' })
    const changes = table.items().flatMap((item) => (item.entity === 'event' ? [item.facts] : []))
    expect(changes).toContainEqual(
      expect.objectContaining({
        changes: [{ property: 'siteName', previousValue: 'Office', currentValue: 'Head office' }],
      }),
    )
  })

  it('have no address when nothing is in it, from the start or from a change on', async () => {
    const { call, table } = testApi()
    for (const address of [{}, { city: ' ', country: '' }]) {
      const { json } = await call('POST', '/sites', { body: { ...office, address } })
      expect(json).toEqual({ id: json.id, siteName: 'Office', timeZone: 'US/Eastern' })
      const stored = table.items().find((item) => item.entity === 'site' && item.id === json.id)
      expect(stored).not.toHaveProperty('address')
    }
    const { json } = await call('POST', '/sites', { body: office })
    await call('PUT', `/sites/${json.id}`, { body: { siteName: 'Still there' } })
    expect((await call('GET', `/sites/${json.id}`)).json.address).toEqual({ city: 'Reston' })
    await call('PUT', `/sites/${json.id}`, { body: { address: { city: '' } } })
    expect((await call('GET', `/sites/${json.id}`)).json).toEqual({
      id: json.id,
      siteName: 'Still there',
      timeZone: 'US/Eastern',
    })
  })

  it('are gone after their deletion', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/sites', { body: office })
    expect((await call('DELETE', `/sites/${json.id}`, { body: {} })).status).toBe(204)
    expect((await call('GET', `/sites/${json.id}`)).status).toBe(404)
    expect((await call('GET', '/sites')).json.count).toBe(0)
  })

  it.each([
    [{ timeZone: 'US/Eastern' }, 'siteName'],
    [{ ...office, timeZone: 'Mars/Base' }, "'Mars/Base' is not a known time zone"],
    [{ ...office, siteName: '' }, 'siteName'],
    ['{"siteName":', 'not formatted properly'],
    [[], 'not formatted properly'],
  ])('refuse %j and name what is wrong', async (body, text) => {
    const { call } = testApi()
    const refused = await call('POST', '/sites', { body })
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
  })

  it.each(['pageSize=0', 'pageSize=101', 'offset=-1', 'filter=name', 'filter=color__eq:red', 'filter=name__gt:a'])(
    'refuse a listing with %s',
    async (query) => {
      const { call } = testApi()
      expect(await call('GET', `/sites?${query}`)).toMatchObject({ status: 400, json: { code: 400 } })
    },
  )

  it('are changed by administrators who may, and by no others', async () => {
    const { call } = testApi()
    const refused = await call('POST', '/sites', { body: office, as: assistant() })
    expect(refused).toMatchObject({ status: 403, json: { code: 403, message: 'You are not allowed to perform that action' } })
  })

  it('of another tenant are not found, exactly as ids that never were', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/sites', { body: office })
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const body = method === 'PUT' ? { body: { siteName: 'Mine' } } : {}
      const theirs = await call(method, `/sites/${json.id}`, { as: stranger(), ...body })
      const nothing = await call(method, '/sites/123', { as: stranger(), ...body })
      expect(theirs.status).toBe(404)
      expect(theirs.text).toBe(nothing.text)
    }
    expect((await call('GET', '/sites', { as: stranger() })).json.count).toBe(0)
  })
})

describe('every call', () => {
  it('needs an api key: without one the answer says so in HTML', async () => {
    const { call } = testApi()
    const refused = await call('GET', '/sites', { headers: { 'api-key': 'wrong' } })
    expect(refused).toMatchObject({ status: 403, text: '<h1>Developer Inactive</h1>' })
  })

  it('needs a token: without one the answer says so in the words of OAuth', async () => {
    const { call } = testApi()
    expect(await call('GET', '/sites', { as: null })).toMatchObject({ status: 401, json: { error: 'unauthorized' } })
    const expired = await call('GET', '/sites', { headers: { Authorization: 'bearer expired' } })
    expect(expired).toMatchObject({ status: 401, json: { error: 'invalid_token' } })
  })

  it('by a verb that the address does not have is 596, and to no address 404', async () => {
    const { call } = testApi()
    expect(await call('PATCH', '/sites', { body: {} })).toMatchObject({ status: 596, text: '<h1>596 Service Not Found</h1>' })
    expect(await call('GET', '/nowhere')).toMatchObject({ status: 404, json: { code: 404 } })
  })

  it('refuses a body that is too large or not JSON', async () => {
    const { call } = testApi()
    const large = await call('POST', '/sites', { body: JSON.stringify({ siteName: 'x'.repeat(1_000_001) }) })
    expect(large.status).toBe(413)
    const form = await call('POST', '/sites', { body: 'a=b', headers: { 'Content-Type': 'application/x-www-form-urlencoded' } })
    expect(form.status).toBe(415)
  })
})
