import { describe, expect, it } from 'vitest'
import { withAccounts } from '../../../support/accounts.ts'

/** The request of the API document (Update Account). */
const acme = {
  name: 'Acme Corp',
  description: 'Acme Operation North Division',
  contact: {
    streetAddress1: '413 Cheshire Way',
    city: 'ThisWay',
    state: 'Underland',
    postalCode: '21255',
    country: 'United States',
    telephoneNumber: '222-333-1111',
    telephoneExtension: '33',
    firstName: 'Alice',
    lastName: 'Carroll',
  },
}
const emergency = { firstName: 'White', lastName: 'Rabbit', telephoneNumber: '555' }

describe('an account', () => {
  it('is changed by its dealer, answered whole with its owner, and seen so by everybody', async () => {
    const { call, customer, as, addAdministrator } = await withAccounts()
    await addAdministrator('QueenOfHearts', 'MASTER')
    const updated = await call('PUT', `/accounts/${customer.id}`, { body: acme, as: as('dealer', 'DEALER') })
    expect(updated.status).toBe(200)
    const masterAdmin = { username: 'QueenOfHearts', firstName: 'Road', lastName: 'Runner' }
    const own = { id: customer.id, accountNumber: String(customer.id), accountType: 'ONAIR' }
    expect(updated.json).toEqual({ ...own, ...acme, masterAdmin: { ...masterAdmin, email: 'rr@acme.com' } })
    const seen = await call('GET', `/accounts/${customer.id}`, { as: as('customer') })
    expect(seen.json).toEqual({ ...own, ...acme, masterAdmin })
    const listed = await call('GET', '/accounts?filter=name__eq:corp', { as: as('dealer', 'DEALER') })
    expect(listed.json).toMatchObject({ count: 1, data: [{ id: customer.id, name: 'Acme Corp' }] })
  })

  it('leaves an audit event in its own record, which says what changed; an update that changes nothing leaves none', async () => {
    const { call, customer, as } = await withAccounts()
    const put = () => call('PUT', `/accounts/${customer.id}`, { body: acme, as: as('dealer', 'DEALER') })
    const recorded = async () => {
      const { json } = await call('GET', '/events/audit', { as: as('customer') })
      return json.data.filter(({ eventObject }: { eventObject: { objectType: string } }) => eventObject.objectType === 'ACCOUNT')
    }
    await put()
    expect((await put()).status).toBe(200)
    const events = await recorded()
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      accountId: customer.id,
      eventObject: { id: customer.id, name: 'Acme Corp', objectType: 'ACCOUNT' },
      securityAction: { securityActionId: 92002 },
    })
    const changed = events[0].eventData.propertyChanges.map(({ property }: { property: string }) => property)
    expect(changed).toEqual(['name', 'description', 'contact'])
  })

  it('loses what an update leaves out', async () => {
    const { call, customer, as } = await withAccounts()
    const put = (body: unknown) => call('PUT', `/accounts/${customer.id}`, { body, as: as('dealer', 'DEALER') })
    await put(acme)
    const { country, telephoneExtension, ...contact } = acme.contact
    const { json } = await put({ name: 'Acme', description: null, contact: { ...contact, country: '', email: null } })
    expect(json.contact).toEqual(contact)
    expect(json).not.toHaveProperty('description')
  })

  it("is not changed by its own people, and another tenant's is not there", async () => {
    const { call, customer, dealer, as } = await withAccounts()
    const put = (who: ReturnType<typeof as>, id: number = customer.id) => call('PUT', `/accounts/${id}`, { body: acme, as: who })
    for (const type of ['MASTER', 'SENIOR', 'ASSISTANT'] as const) {
      const refused = await put(as('customer', type))
      expect(refused.json, type).toEqual({ code: 403, message: 'You are not allowed to perform that action' })
    }
    const missing = { code: 404, message: 'Account not found' }
    expect((await put(as('rival', 'DEALER'))).json).toEqual(missing)
    expect((await put(as('customer'), dealer.id)).json).toEqual(missing)
    expect((await put(as('dealer', 'DEALER'), 12345)).json).toEqual(missing)
    expect((await call('GET', `/accounts/${customer.id}`, { as: as('customer') })).json.name).toBe('Acme')
  })

  it('of a dealer needs an emergency and a billing contact; the first may do without an address', async () => {
    const { call, dealer, as } = await withAccounts()
    const put = (body: unknown) => call('PUT', `/accounts/${dealer.id}`, { body, as: as('dealer', 'CSR') })
    expect((await put({ ...acme, billing: acme.contact })).json.message).toBe(
      "Invalid value for 'emergency': a dealer's account needs it",
    )
    expect((await put({ ...acme, emergency })).json.message).toBe("Invalid value for 'billing': a dealer's account needs it")
    const { json } = await put({ ...acme, emergency, billing: acme.contact })
    expect(json).toMatchObject({ emergency, billing: acme.contact })
  })

  it('has notes that a CSR writes and reads; others keep them without seeing them', async () => {
    const { call, customer, as } = await withAccounts()
    const put = (who: 'CSR' | 'DEALER', notes?: string) => {
      const body = { ...acme, contact: { ...acme.contact, ...(notes === undefined ? {} : { notes }) } }
      return call('PUT', `/accounts/${customer.id}`, { body, as: as('dealer', who) })
    }
    expect((await put('CSR', 'Pays late')).json.contact.notes).toBe('Pays late')
    expect((await put('DEALER', 'Pays')).status).toBe(403)
    expect((await put('DEALER')).json.contact).toEqual(acme.contact)
    expect((await put('CSR')).json.contact.notes).toBe('Pays late')
    expect((await put('CSR', '')).json.contact).toEqual(acme.contact)
  })

  const wrong: [object, string][] = [
    [{ name: undefined }, "Invalid value for 'name': it is required"],
    [{ name: 'A\u0000' }, "Invalid value for 'name': it contains the control character U+0000"],
    [{ name: 'x'.repeat(101) }, "Invalid value for 'name': at most 100 characters"],
    [{ description: 7 }, "Invalid value for 'description': expected a text"],
    [{ contact: undefined }, "for 'contact'"],
    [{ contact: 'Alice' }, "for 'contact'"],
    ...Object.keys(acme.contact)
      .filter((field) => !['country', 'telephoneExtension'].includes(field))
      .map((field): [object, string] => [{ contact: { ...acme.contact, [field]: undefined } }, `for 'contact.${field}'`]),
    [{ contact: { ...acme.contact, city: '' } }, "for 'contact.city'"],
    [{ contact: { ...acme.contact, email: 'alice' } }, "for 'contact.email': it is not an e-mail address"],
    [{ contact: { ...acme.contact, notes: 'x'.repeat(1001) } }, "for 'contact.notes'"],
    [{ emergency: { firstName: 'White' } }, "for 'emergency.lastName'"],
    [{ billing: { ...acme.contact, state: 5 } }, "for 'billing.state'"],
  ]
  it.each(wrong)('refuses %j and names the field', async (change, message) => {
    const { call, customer, as } = await withAccounts()
    const refused = await call('PUT', `/accounts/${customer.id}`, { body: { ...acme, ...change }, as: as('dealer', 'DEALER') })
    expect(refused.status).toBe(400)
    expect(refused.json.message).toContain(message)
  })

  it('takes any letters that people have', async () => {
    const { call, customer, as } = await withAccounts()
    const body = { ...acme, name: '𐐷 حساب', contact: { ...acme.contact, city: '東京' } }
    const { json } = await call('PUT', `/accounts/${customer.id}`, { body, as: as('dealer', 'DEALER') })
    expect(json).toMatchObject({ name: '𐐷 حساب', contact: { city: '東京' } })
  })

  it('takes changes at the same time one after the other', async () => {
    const { call, customer, as } = await withAccounts()
    const names = Array.from({ length: 6 }, (_, index) => `Name ${index}`)
    const answers = await Promise.all(
      names.map((name) => call('PUT', `/accounts/${customer.id}`, { body: { ...acme, name }, as: as('dealer', 'DEALER') })),
    )
    expect(answers.map(({ status }) => status)).toEqual(names.map(() => 200))
    const seen = await call('GET', `/accounts/${customer.id}`, { as: as('customer') })
    const listed = await call('GET', '/accounts', { as: as('dealer', 'DEALER') })
    expect(listed.json.data[0].name).toBe(seen.json.name)
  })
})
