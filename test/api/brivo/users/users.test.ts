import { describe, expect, it } from 'vitest'
import { assistant, somebody, stranger, testApi } from '../../../support/api.ts'

const peter = {
  firstName: 'Peter',
  middleName: 'Jason',
  lastName: 'Quill',
  externalId: 'Star Lord',
  pin: '5678',
  effectiveFrom: '2015-04-14T18:17:49Z',
  effectiveTo: '2020-12-31T23:59:59Z',
  bleTwoFactorExempt: true,
  emails: [
    { address: 'peter.quill@example.com', type: 'home' },
    { address: 'pquill7777@example.com', type: 'work' },
  ],
  phoneNumbers: [{ number: '(541) 754-3010', type: 'home' }],
}
const plain = { firstName: 'Ada', lastName: 'Byron' }

describe('a user', () => {
  it('is retrieved as it was created', async () => {
    const { call } = testApi()
    const created = await call('POST', '/users', { body: peter })
    expect(created.status).toBe(200)
    const { json } = await call('GET', `/users/${created.json.id}`)
    expect(json).toEqual({
      ...peter,
      id: created.json.id,
      suspended: false,
      created: '2026-03-02T12:00:00Z',
      updated: '2026-03-02T12:00:00Z',
      customFields: [],
    })
  })

  it('without optional fields has the arrays and none of the empty values', async () => {
    const { call } = testApi()
    const body = { ...plain, middleName: '', externalId: null, pin: null, emails: null, effectiveFrom: '' }
    const created = await call('POST', '/users', { body })
    expect((await call('GET', `/users/${created.json.id}`)).json).toEqual({
      ...plain,
      id: created.json.id,
      suspended: false,
      bleTwoFactorExempt: false,
      created: '2026-03-02T12:00:00Z',
      updated: '2026-03-02T12:00:00Z',
      customFields: [],
      emails: [],
      phoneNumbers: [],
    })
  })

  it('may be suspended from the start, and may bring its external id and PIN as numbers', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: { ...plain, suspended: true, externalId: 4711, pin: 123456 } })
    expect(json).toMatchObject({ suspended: true, externalId: '4711', pin: '123456' })
  })

  it('reads dates of any offset, and bare ones as midnight UTC', async () => {
    const { call } = testApi()
    const dates = { effectiveFrom: '2026-01-01', effectiveTo: '2026-12-31T19:00:00.5-05:00' }
    const { json } = await call('POST', '/users', { body: { ...plain, ...dates } })
    expect(json).toMatchObject({ effectiveFrom: '2026-01-01T00:00:00Z', effectiveTo: '2027-01-01T00:00:00Z' })
  })

  it.each([
    [{ lastName: 'Quill' }, 'firstName'],
    [{ ...plain, firstName: ' ' }, 'firstName'],
    [{ ...plain, firstName: 7 }, 'firstName'],
    [{ ...plain, effectiveFrom: 'tomorrow' }, "'tomorrow' for 'effectiveFrom'"],
    [{ ...plain, effectiveFrom: '2026-02-01', effectiveTo: '2026-01-01' }, 'effectiveTo'],
    [{ ...plain, emails: [{ address: 'nobody' }] }, "'nobody' is not an e-mail address"],
    [{ ...plain, phoneNumbers: [{ type: 'home' }] }, 'phoneNumbers.0.number'],
    [{ ...plain, externalId: 'x'.repeat(101) }, 'externalId'],
    [{ ...plain, suspended: 'perhaps' }, 'suspended'],
    [{ ...plain, firstName: 'a\u0000b' }, "'firstName': it contains the control character U+0000"],
    [{ ...plain, middleName: 'a\u0007b' }, "'middleName': it contains the control character U+0007"],
    [{ ...plain, lastName: 'a\nb' }, "'lastName': it contains the control character U+000A"],
    [{ ...plain, externalId: 'a\u009fb' }, "'externalId': it contains the control character U+009F"],
    [{ ...plain, emails: [{ address: 'a@b', type: '\u0001x' }] }, "'emails.0.type': it contains the control character U+0001"],
    [{ ...plain, effectiveTo: '9999-12-31T23:59:59-10:00' }, 'effectiveTo'],
    [[], 'not formatted properly'],
    ['{', 'not formatted properly'],
    ['{"firstName":"\\ud800","lastName":"B"}', 'not formatted properly'],
  ])('is refused as %j, with the reason', async (body, text) => {
    const { call } = testApi()
    const refused = await call('POST', '/users', { body })
    expect(refused).toMatchObject({ status: 400, json: { code: 400, message: expect.stringContaining(text) } })
  })

  it.each(['123', '123456789', '12a4', 'secret', 12.5])(
    'has a PIN of 4 to 8 digits: %s is refused and not repeated',
    async (pin) => {
      const { call } = testApi()
      const refused = await call('POST', '/users', { body: { ...plain, pin } })
      expect(refused).toMatchObject({ status: 400, json: { message: "Invalid value for 'pin': a PIN is 4 to 8 digits" } })
    },
  )

  it('shares its external id and its PIN with nobody in the account', async () => {
    const { call } = testApi()
    await call('POST', '/users', { body: peter })
    const again = await call('POST', '/users', { body: { ...plain, externalId: 'Star Lord' } })
    expect(again).toMatchObject({ status: 400, json: { message: expect.stringContaining("'Star Lord' for 'externalId'") } })
    const pin = await call('POST', '/users', { body: { ...plain, pin: '5678' } })
    expect(pin.status).toBe(400)
    expect(pin.text).not.toContain('5678')
    expect((await call('POST', '/users', { body: peter, as: stranger() })).status).toBe(200)
  })

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

  it('loses what an update leaves out, but not its external id and its suspension', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: { ...peter, suspended: true } })
    const updated = await call('PUT', `/users/${json.id}`, { body: plain })
    expect(updated.json).toEqual({
      ...plain,
      id: json.id,
      externalId: 'Star Lord',
      suspended: true,
      bleTwoFactorExempt: false,
      created: json.created,
      updated: json.updated,
      customFields: [],
      emails: [],
      phoneNumbers: [],
    })
    expect((await call('GET', '/users/Star%20Lord/external')).json.id).toBe(json.id)
  })

  it.each([null, ''])('loses its external id by an update that says %j, and another user may have it', async (externalId) => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: peter })
    const updated = await call('PUT', `/users/${json.id}`, { body: { ...plain, externalId } })
    expect(updated.json).not.toHaveProperty('externalId')
    expect((await call('GET', '/users/Star%20Lord/external')).status).toBe(404)
    expect((await call('POST', '/users', { body: peter })).status).toBe(200)
  })

  it('keeps what a patch leaves out, and loses what it sets to null', async () => {
    const { call, clock } = testApi()
    const { json } = await call('POST', '/users', { body: peter })
    clock.now += 60_000
    const patched = await call('PATCH', `/users/${json.id}`, { body: { firstName: 'Changed Peter', externalId: null } })
    const { externalId: _gone, ...kept } = json
    expect(patched.json).toEqual({ ...kept, firstName: 'Changed Peter', updated: '2026-03-02T12:01:00Z' })
  })

  it.each(['PUT', 'PATCH'])('is suspended and reinstated by %s too, with the events of it', async (method) => {
    const { call, table } = testApi()
    const { json } = await call('POST', '/users', { body: plain })
    const suspended = await call(method, `/users/${json.id}`, { body: { ...plain, suspended: true } })
    expect(suspended).toMatchObject({ status: 200, json: { suspended: true } })
    expect((await call('GET', `/users/${json.id}/suspended`)).json.suspended).toBe(true)
    const silent = await call(method, `/users/${json.id}`, { body: { ...plain, lastName: 'Lovelace' } })
    expect(silent.json).toMatchObject({ suspended: true, lastName: 'Lovelace' })
    const reinstated = await call(method, `/users/${json.id}`, { body: { ...plain, lastName: 'King', suspended: '0' } })
    expect(reinstated.json).toMatchObject({ suspended: false, lastName: 'King' })
    const events = table.items().filter((item) => item.entity === 'event')
    expect(events).toHaveLength(5)
  })

  it.each([true, false, 1, 0, 'true', 'false'])('is suspended or not as %j says, by PUT and by POST', async (suspended) => {
    const { call } = testApi()
    const wanted = [true, 1, 'true'].includes(suspended)
    const { json } = await call('POST', '/users', { body: { ...plain, suspended: !wanted } })
    for (const method of ['PUT', 'POST']) {
      const toggled = await call(method, `/users/${json.id}/suspended`, { body: { suspended } })
      expect(toggled).toMatchObject({ status: 200, json: { id: json.id, suspended: wanted } })
    }
    expect((await call('GET', `/users/${json.id}/suspended`)).json).toEqual({ id: json.id, suspended: wanted })
  })

  it.each([{}, { suspended: 2 }, { suspended: null }, undefined])('is not suspended by %j', async (body) => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: plain })
    const refused = await call('PUT', `/users/${json.id}/suspended`, { body })
    expect(refused).toMatchObject({ status: 400, json: { message: expect.stringContaining('suspended') } })
  })

  it('is gone after its deletion, and its external id and PIN are free', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: peter })
    expect((await call('DELETE', `/users/${json.id}`, { body: {} })).status).toBe(204)
    expect((await call('DELETE', `/users/${json.id}`)).status).toBe(404)
    expect((await call('GET', '/users')).json).toEqual({ data: [], offset: 0, pageSize: 20, count: 0 })
    expect((await call('POST', '/users', { body: peter })).status).toBe(200)
  })

  it('is told of in the audit before and after each change, but for the digits of its PIN', async () => {
    const { call, table } = testApi()
    const { json } = await call('POST', '/users', { body: { ...plain, pin: '1234' } })
    await call('PATCH', `/users/${json.id}`, { body: { lastName: 'Lovelace', pin: '4321' } })
    await call('PUT', `/users/${json.id}/suspended`, { body: { suspended: true } })
    await call('DELETE', `/users/${json.id}`)
    const events = table.items().filter((item) => item.entity === 'event')
    expect(events.map(({ type }) => type).sort()).toEqual(['user.created', 'user.deleted', 'user.suspended', 'user.updated'])
    expect(JSON.stringify(events)).not.toMatch(/1234|4321/)
    expect(events.find(({ type }) => type === 'user.updated')?.facts).toMatchObject({
      changes: [
        { property: 'lastName', previousValue: 'Byron', currentValue: 'Lovelace' },
        { property: 'pin', previousValue: '****', currentValue: '****' },
      ],
    })
  })

  it('that is changed by many at once gets every change', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/users', { body: plain })
    const changes = [{ firstName: 'B' }, { middleName: 'C' }, { externalId: 'D' }, { pin: '9999' }]
    const answers = await Promise.all(changes.map((body) => call('PATCH', `/users/${json.id}`, { body })))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200])
    const expected = { firstName: 'B', middleName: 'C', externalId: 'D', pin: '9999' }
    expect((await call('GET', `/users/${json.id}`)).json).toMatchObject(expected)
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
