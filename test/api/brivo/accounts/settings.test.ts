import { describe, expect, it } from 'vitest'
import { withAccounts } from '../../../support/accounts.ts'

type Setting = { id: number; name: string; value: string; defaultValue: string }
const denied = { code: 403, message: 'You are not allowed to perform that action' }
const missing = { code: 404, message: 'Account not found' }

describe('the settings of an account', () => {
  it('are listed with their values and defaults, those of the API document under its ids', async () => {
    const { call, customer, as } = await withAccounts()
    const listed = await call('GET', `/accounts/${customer.id}/settings`, { as: as('customer', 'ASSISTANT') })
    expect(listed.status).toBe(200)
    expect(listed.json.count).toBe(listed.json.data.length)
    expect(listed.json.data.map(({ id, name }: Setting) => [id, name])).toEqual([
      [1, 'MOBILE_PASS_ALLOTMENT'],
      [12, 'NFC_CREDENTIAL_ENABLED'],
      [13, 'BLOCK_ONAIR'],
      [14, 'SUPPRESS_EVENTS'],
      [19, 'NFC_ALLOTMENT'],
      [26, 'BRIVO_ALLEGION_MOBILE_PASS'],
      [27, 'BRIVO_ALLEGION_MOBILE_PASS_ALLOTMENT'],
      [90001, 'ENABLE_PASS_TRANSFER'],
      [90002, 'CREDENTIAL_FORMAT_100_NAME'],
      [90003, 'MIN_PIN_LENGTH'],
      [90004, 'APPLICATION_LIMIT'],
    ])
    for (const { value, defaultValue } of listed.json.data) expect(value).toBe(defaultValue)
  })

  it.each([1, 12, 13, 14, 19, 26, 27, 90_004])('%i is decided elsewhere: nobody changes it here', async (id) => {
    const { call, customer, as } = await withAccounts()
    for (const who of [as('customer'), as('dealer', 'DEALER'), as('dealer', 'CSR')]) {
      const refused = await call('PUT', `/accounts/${customer.id}/settings/${id}`, { body: { value: '42' }, as: who })
      expect(refused.json).toEqual(denied)
    }
  })

  it('are changed by seniors of the account and by its dealer, with an audit event', async () => {
    const { call, customer, as } = await withAccounts()
    const path = `/accounts/${customer.id}/settings/90003`
    const changed = await call('PUT', path, { body: { value: '5' }, as: as('customer', 'SENIOR') })
    expect(changed.status).toBe(200)
    expect(changed.json).toEqual({ id: 90003, name: 'MIN_PIN_LENGTH', value: '5', defaultValue: '4' })
    expect((await call('PUT', path, { body: { value: 6 }, as: as('dealer', 'CSR') })).json.value).toBe('6')
    expect((await call('PUT', path, { body: { value: '6' }, as: as('customer') })).status).toBe(200)
    const { json } = await call('GET', '/events/audit', { as: as('customer') })
    expect(json.data.map(({ eventData }: { eventData: { propertyChanges: unknown } }) => eventData.propertyChanges)).toEqual([
      [{ property: 'pinLength', previousValue: '5', currentValue: '6' }],
      [{ property: 'pinLength', previousValue: '4', currentValue: '5' }],
    ])
  })

  it('are not changed by assistants, nor by people of other accounts', async () => {
    const { call, customer, as } = await withAccounts()
    const put = (id: number, who: ReturnType<typeof as>, setting = 90003) =>
      call('PUT', `/accounts/${id}/settings/${setting}`, { body: { value: '6' }, as: who })
    expect((await put(customer.id, as('customer', 'ASSISTANT'))).json).toEqual(denied)
    expect((await put(customer.id, as('second'))).json).toEqual(missing)
    expect((await put(12345, as('second'))).json).toEqual(missing)
    expect((await put(customer.id, as('second'), 4711)).json).toEqual(missing)
    expect((await put(customer.id, as('customer'), 4711)).json).toEqual({ code: 404, message: 'Account setting not found' })
    expect((await call('GET', `/accounts/${customer.id}/settings`, { as: as('rival', 'DEALER') })).json).toEqual(missing)
  })

  it.each([
    [90003, '3'],
    [90003, '7'],
    [90003, 'six'],
    [90003, ''],
    [90001, 'maybe'],
    [90002, ' '],
    [90002, 'a\u0000'],
    [90002, 'x'.repeat(51)],
  ])('%i does not take %j', async (id, value) => {
    const { call, customer, as } = await withAccounts()
    const refused = await call('PUT', `/accounts/${customer.id}/settings/${id}`, { body: { value }, as: as('customer') })
    expect(refused.status).toBe(400)
    expect(refused.json.message).toContain('Invalid criteria provided')
  })

  it.each([{}, { value: null }, { value: ['6'] }, { value: {} }])('do not take the body %j', async (body) => {
    const { call, customer, as } = await withAccounts()
    const refused = await call('PUT', `/accounts/${customer.id}/settings/90003`, { body, as: as('customer') })
    expect(refused.status).toBe(400)
    expect(refused.json.message).toContain("'value'")
  })

  it('name credential format 100', async () => {
    const { call, customer, as } = await withAccounts()
    await call('PUT', `/accounts/${customer.id}/settings/90002`, { body: { value: 'Our card' }, as: as('customer') })
    const formats = async (who: ReturnType<typeof as>) =>
      JSON.stringify((await call('GET', '/credentials/formats', { as: who })).json)
    expect(await formats(as('customer'))).toContain('Our card')
    expect(await formats(as('second'))).not.toContain('Our card')
  })

  it('say how short a new PIN may be; a PIN from before stays', async () => {
    const { call, customer, as } = await withAccounts()
    const mary = { firstName: 'Mary', lastName: 'Short', pin: '1234' }
    const { json } = await call('POST', '/users', { body: mary, as: as('customer') })
    await call('PUT', `/accounts/${customer.id}/settings/90003`, { body: { value: '6' }, as: as('customer') })
    const message = "Invalid value for 'pin': a PIN of this account has at least 6 digits"
    const added = await call('POST', '/users', { body: { ...mary, pin: '98765' }, as: as('customer') })
    expect(added.json).toEqual({ code: 400, message })
    const changed = await call('PATCH', `/users/${json.id}`, { body: { pin: '98765' }, as: as('customer') })
    expect(changed.json).toEqual({ code: 400, message })
    expect((await call('PUT', `/users/${json.id}`, { body: mary, as: as('customer') })).status).toBe(200)
    expect((await call('PATCH', `/users/${json.id}`, { body: { pin: '987654' }, as: as('customer') })).status).toBe(200)
    expect((await call('POST', '/users', { body: { ...mary, pin: '98765' }, as: as('second') })).status).toBe(200)
  })
})

describe('the features of an account', () => {
  it('are those of the API document and of passes, and say what the account has', async () => {
    const { call, customer, deps, as } = await withAccounts()
    const listed = await call('GET', `/accounts/${customer.id}/features`, { as: as('customer') })
    expect(listed.status).toBe(200)
    expect(listed.json).toEqual({
      data: [
        { id: 14, name: 'Premise API', enabled: true },
        { id: 19, name: 'Brivo Phone Pass', enabled: true },
        { id: 22, name: 'Trusted Network Restrictions', enabled: false },
        { id: 90001, name: 'Wallet Passes', enabled: true },
        { id: 90002, name: 'Allegion Mobile Pass', enabled: true },
      ],
      count: 5,
    })
    const next = { ...customer, version: 2, settings: { allotments: { mobilePasses: 0 } } }
    await deps.accounts.replace(customer, next)
    const { json } = await call('GET', `/accounts/${customer.id}/features`, { as: as('dealer', 'DEALER') })
    expect(json.data[1]).toEqual({ id: 19, name: 'Brivo Phone Pass', enabled: false })
    expect((await call('GET', `/accounts/${customer.id}/features`, { as: as('second') })).json).toEqual(missing)
  })
})
