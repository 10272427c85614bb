import { describe, expect, it } from 'vitest'
import { createAdministrator } from '../../../../shared/domain/identity/administrators/create.ts'
import { administratorTypes } from '../../../../shared/domain/identity/administrators/type.ts'
import { createAccount } from '../../../../shared/domain/places/accounts/create.ts'
import type { AccountId } from '../../../../shared/lib/ids.ts'
import { contact, withAccounts } from '../../../support/accounts.ts'
import { somebody, testApi } from '../../../support/api.ts'

describe('accounts', () => {
  it('are retrieved with their contact and their owner, and without what is empty', async () => {
    const { call, deps, customer } = await withAccounts()
    const person = { firstName: 'Road', lastName: 'Runner', email: 'rr@acme.com', securityQuestion: 'q', securityAnswer: 'a' }
    await createAdministrator(deps, customer.id, { ...person, username: 'testing01', type: 'MASTER', password: 'beep beep' })
    const found = await call('GET', `/accounts/${customer.id}`, { as: somebody({ accountId: customer.id }) })
    expect(found.status).toBe(200)
    const { email, ...shown } = contact
    expect(found.json).toEqual({
      id: customer.id,
      name: 'Acme',
      accountNumber: String(customer.id),
      accountType: 'ONAIR',
      contact: shown,
      masterAdmin: { username: 'testing01', firstName: 'Road', lastName: 'Runner' },
    })
  })

  it('of its customers a dealer sees, and nobody else does', async () => {
    const { call, dealer, customer, second, rival } = await withAccounts()
    const status = async (accountId: AccountId, type: (typeof administratorTypes)[number], id: AccountId) =>
      (await call('GET', `/accounts/${id}`, { as: somebody({ accountId, type }) })).status
    expect(await status(dealer.id, 'DEALER', customer.id)).toBe(200)
    expect(await status(dealer.id, 'CSR', second.id)).toBe(200)
    expect(await status(dealer.id, 'DEALER', dealer.id)).toBe(200)
    expect(await status(dealer.id, 'DEALER', rival.id)).toBe(404)
    expect(await status(rival.id, 'DEALER', customer.id)).toBe(404)
    expect(await status(customer.id, 'MASTER', second.id)).toBe(404)
    expect(await status(customer.id, 'MASTER', dealer.id)).toBe(404)
  })

  it('of others answer as those that do not exist', async () => {
    const { call, customer, second } = await withAccounts()
    const as = somebody({ accountId: customer.id })
    const foreign = await call('GET', `/accounts/${second.id}`, { as })
    expect(foreign.json).toEqual({ code: 404, message: 'Account not found' })
    expect((await call('GET', '/accounts/12345', { as })).text).toBe(foreign.text)
    expect((await call('GET', '/accounts/x', { as })).status).toBe(400)
  })

  it('are summed up by the counts that listings keep', async () => {
    const { call, deps, customer } = await withAccounts()
    const as = somebody({ accountId: customer.id, type: 'SENIOR' })
    await call('POST', '/sites', { body: { siteName: 'Office', timeZone: 'US/Eastern' }, as })
    const person = { firstName: 'Road', lastName: 'Runner', email: 'rr@acme.com', securityQuestion: 'q', securityAnswer: 'a' }
    await createAdministrator(deps, customer.id, { ...person, username: 'testing01', type: 'MASTER', password: 'beep beep' })
    const users = ['Ann', 'Ben', 'Cai'].map((firstName) => ({ firstName, lastName: 'Acme', suspended: firstName === 'Ben' }))
    for (const body of users) await call('POST', '/users', { body, as })
    const summary = await call('GET', '/accounts/summary', { as })
    expect(summary.status).toBe(200)
    expect(summary.json).toEqual({
      doorCount: 0,
      activeUserCount: 2,
      panelCount: 0,
      cameraCount: 0,
      panelOffline: 0,
      panelsOffline: 0,
      siteCount: 1,
      administratorCount: 1,
      credentialCount: 0,
    })
  })

  it.each(administratorTypes)('are summed up for a SENIOR and a MASTER only: %s', async (type) => {
    const { call } = testApi()
    const answer = await call('GET', '/accounts/summary', { as: somebody({ type }) })
    const allowed = type === 'SENIOR' || type === 'MASTER'
    expect(answer.status).toBe(allowed ? 200 : 403)
    if (!allowed) expect(answer.json).toEqual({ code: 403, message: 'Access to the requested resource was denied' })
  })

  it('of a dealer that does not exist, or is none, are not made', async () => {
    const { deps, customer } = await withAccounts()
    expect(await createAccount(deps, { name: 'x', dealerId: customer.id })).toMatchObject({ ok: false })
  })
})
