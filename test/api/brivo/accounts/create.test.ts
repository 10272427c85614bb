import { describe, expect, it } from 'vitest'
import { createAdministrator } from '../../../../shared/domain/identity/administrators/create.ts'
import { withAccounts } from '../../../support/accounts.ts'
import { somebody } from '../../../support/api.ts'

const contact = {
  streetAddress1: '413 Cheshire Way',
  city: 'ThisWay',
  state: 'Underland',
  postalCode: '21255',
  telephoneNumber: '222-333-1111',
  firstName: 'Alice',
  lastName: 'Carroll',
}
const masterAdmin = { username: 'alice.carroll', firstName: 'Alice', lastName: 'Carroll', email: 'alice@acme.example' }
const wanted = { name: 'Acme Corp', description: 'Acme Operation North Division', contact, masterAdmin }
const denied = { code: 403, message: 'You are not allowed to perform that action' }

const withDealer = async () => {
  const api = await withAccounts()
  const create = (body: unknown, as = api.as('dealer', 'DEALER')) => api.call('POST', '/accounts', { body, as })
  return { ...api, create }
}

describe('a new account', () => {
  it('is a customer of the dealer who creates it, and is answered with its owner', async () => {
    const { create, call, as } = await withDealer()
    const { status, json } = await create(wanted)
    const id = json.id
    const own = { id, accountNumber: String(id), accountType: 'ONAIR', name: wanted.name }
    expect(status).toBe(200)
    expect(json).toEqual({ ...own, description: wanted.description, contact, masterAdmin })
    const { email: _, ...owner } = masterAdmin
    const listed = await call('GET', '/accounts?filter=name__eq:acme corp', { as: as('dealer', 'DEALER') })
    expect(listed.json).toMatchObject({ count: 1, data: [{ ...own, masterAdmin: owner }] })
    const missing = { code: 404, message: 'Account not found' }
    expect((await call('GET', `/accounts/${id}`, { as: as('rival', 'DEALER') })).json).toEqual(missing)
  })

  it('has what every account has: the two schedules, default roles, a company for its people, its own settings', async () => {
    const { create, call, deps } = await withDealer()
    const { json } = await create(wanted)
    const master = somebody({ accountId: json.id })
    const schedules = await call('GET', '/schedules', { as: master })
    expect(schedules.json.data.map(({ name }: { name: string }) => name)).toEqual(['24x7 Schedule', 'Always Access'])
    expect((await call('POST', '/users', { as: master, body: { firstName: 'Bob', lastName: 'Worker' } })).status).toBe(200)
    expect((await call('GET', '/roles', { as: master })).json.count).toBe(3)
    expect((await call('GET', `/accounts/${json.id}/settings`, { as: master })).status).toBe(200)
    expect((await deps.companies.page(json.id, { offset: 0, pageSize: 5 })).count).toBe(1)
  })

  it('is owned by a MASTER, who gets a temporary password by mail', async () => {
    const { create, call, mails, deps } = await withDealer()
    const { json } = await create({ ...wanted, masterAdmin: { ...masterAdmin, timezone: 'US/Eastern' } })
    expect(mails).toHaveLength(1)
    expect(mails[0]).toMatchObject({ to: masterAdmin.email, text: expect.stringContaining('Username: alice.carroll') })
    const found = await deps.administrators.findByUsername('Alice.Carroll')
    expect(found).toMatchObject({ accountId: json.id, administrator: { type: 'MASTER', timezone: 'US/Eastern' } })
    expect(found?.administrator.temporaryPasswordExpiresAt).toBeGreaterThan(deps.now())
    const listed = await call('GET', `/accounts/${json.id}/administrators`, { as: somebody({ accountId: json.id }) })
    expect(listed.json.data).toMatchObject([{ username: 'alice.carroll', owner: true }])
  })

  it('leaves events in its own record, and one in that of its dealer', async () => {
    const { create, call, as } = await withDealer()
    const { json } = await create(wanted)
    const actions = async (who: ReturnType<typeof as>) => {
      const events = (await call('GET', '/events/audit', { as: who })).json.data
      return events.map((event: { securityAction: { securityActionId: number }; eventObject: { id: number } }) => [
        event.securityAction.securityActionId,
        event.eventObject.id === json.id,
      ])
    }
    expect((await actions(somebody({ accountId: json.id }))).sort()).toEqual([
      [91901, false],
      [92001, true],
    ])
    expect(await actions(as('dealer', 'DEALER'))).toEqual([[92001, true]])
  })
})

describe('no account is created', () => {
  it('by anybody but a DEALER', async () => {
    const { create, as } = await withDealer()
    for (const type of ['CSR', 'MASTER', 'SENIOR', 'ASSISTANT'] as const) {
      expect((await create(wanted, as('dealer', type))).json, type).toEqual(denied)
      expect((await create(wanted, as('customer', type))).json, type).toEqual(denied)
    }
  })

  it('with a username that somebody has, whatever its capitals, and nothing of it is kept', async () => {
    const { create, addAdministrator, call, as, mails, table } = await withDealer()
    await addAdministrator('Alice.Carroll', 'MASTER')
    const before = table.items().length
    const { status, json } = await create(wanted)
    expect(status).toBe(400)
    expect(json.message).toBe('Attempting to create an admin with an invalid or unavailable username')
    expect(table.items()).toHaveLength(before)
    expect(mails).toEqual([])
    expect((await call('GET', '/accounts', { as: as('dealer', 'DEALER') })).json.count).toBe(2)
  })

  it('when another takes the username at the same moment', async () => {
    const { create, deps, customer, call, as } = await withDealer()
    const { isTaken } = deps.administrators
    deps.administrators.isTaken = async (username) => {
      const taken = await isTaken(username)
      const person = {
        ...masterAdmin,
        type: 'MASTER',
        securityQuestion: 'q',
        securityAnswer: 'a',
        password: 'beep beep',
      } as const
      await createAdministrator(deps, customer.id, person)
      return taken
    }
    expect((await create(wanted)).status).toBe(400)
    expect((await call('GET', '/accounts', { as: as('dealer', 'DEALER') })).json.count).toBe(2)
  })

  it('when its owner cannot be invited: the username is free again, the dealer has one customer less, and knows of it', async () => {
    const { create, deps, call, as, mails } = await withDealer()
    const { mailer } = deps
    deps.mailer = { send: async () => Promise.reject(new Error('the mail service is down')) }
    expect((await create(wanted)).status).toBe(503)
    const dealer = as('dealer', 'DEALER')
    expect((await call('GET', '/accounts', { as: dealer })).json.count).toBe(2)
    const events = (await call('GET', '/events/audit', { as: dealer })).json.data
    const codes = events.map(
      ({ securityAction }: { securityAction: { securityActionId: number } }) => securityAction.securityActionId,
    )
    expect(codes.sort()).toEqual([92001, 92003])
    deps.mailer = mailer
    expect((await create(wanted)).status).toBe(200)
    expect(mails).toHaveLength(1)
  })

  it('with a body that is not right, and the answer names the field', async () => {
    const { create } = await withDealer()
    const cases: [string, unknown][] = [
      ['name', { ...wanted, name: undefined }],
      ['name', { ...wanted, name: 'a\u0000b' }],
      ['name', { ...wanted, name: 'x'.repeat(101) }],
      ['name', { ...wanted, name: 7 }],
      ['description', { ...wanted, description: 'x'.repeat(501) }],
      ['contact', { ...wanted, contact: undefined }],
      ['city', { ...wanted, contact: { ...contact, city: undefined } }],
      ['masterAdmin', { ...wanted, masterAdmin: undefined }],
      ['masterAdmin', { ...wanted, masterAdmin: [masterAdmin] }],
      ['username', { ...wanted, masterAdmin: { ...masterAdmin, username: 'no spaces' } }],
      ['firstName', { ...wanted, masterAdmin: { ...masterAdmin, firstName: '' } }],
      ['lastName', { ...wanted, masterAdmin: { ...masterAdmin, lastName: '\u200b' } }],
      ['email', { ...wanted, masterAdmin: { ...masterAdmin, email: 'nobody' } }],
      ['timezone', { ...wanted, masterAdmin: { ...masterAdmin, timezone: 'Mars/Olympus' } }],
    ]
    for (const [field, body] of cases) {
      const { status, text } = await create(body)
      expect(status, `${field}: ${text}`).toBe(400)
      expect(text.toLowerCase(), field).toContain(field.toLowerCase())
    }
  })

  it('with notes, which only a CSR writes', async () => {
    const { create } = await withDealer()
    expect((await create({ ...wanted, contact: { ...contact, notes: 'pays late' } })).json).toEqual(denied)
  })

  it('but its name may have any letters, and one that another customer has', async () => {
    const { create } = await withDealer()
    expect((await create({ ...wanted, name: 'שלום 😀 Acme' })).json.name).toBe('שלום 😀 Acme')
    const again = await create({ ...wanted, name: 'Acme', masterAdmin: { ...masterAdmin, username: 'another.one' } })
    expect(again.status).toBe(200)
  })
})
