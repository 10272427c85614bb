import { describe, expect, it } from 'vitest'
import { stranger, testApi } from '../../../support/api.ts'
import { peter, plain } from '../../../support/user-bodies.ts'

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
})
