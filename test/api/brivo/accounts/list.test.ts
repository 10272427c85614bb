import { describe, expect, it } from 'vitest'
import { withAccounts } from '../../../support/accounts.ts'

describe('the listing of accounts', () => {
  it('shows a dealer its customers with their owners, oldest first', async () => {
    const { call, customer, second, as, addAdministrator } = await withAccounts()
    await addAdministrator('testing01', 'MASTER')
    const listed = await call('GET', '/accounts', { as: as('dealer', 'DEALER') })
    expect(listed.status).toBe(200)
    expect(listed.json).toEqual({
      data: [
        {
          id: customer.id,
          name: 'Acme',
          accountNumber: String(customer.id),
          accountType: 'ONAIR',
          masterAdmin: { username: 'testing01', firstName: 'Road', lastName: 'Runner' },
        },
        { id: second.id, name: 'Second', accountNumber: String(second.id), accountType: 'ONAIR' },
      ],
      offset: 0,
      pageSize: 20,
      count: 2,
    })
  })

  it('shows everybody else their own account alone', async () => {
    const { call, customer, as } = await withAccounts()
    for (const type of ['MASTER', 'SENIOR', 'ASSISTANT'] as const) {
      const { json } = await call('GET', '/accounts', { as: as('customer', type) })
      expect([json.count, json.data.map(({ id }: { id: number }) => id)]).toEqual([1, [customer.id]])
    }
    expect((await call('GET', '/accounts?offset=1', { as: as('customer') })).json).toMatchObject({ data: [], count: 1 })
  })

  it('gives pages, and what a name contains whatever its case', async () => {
    const { call, dealer, add, as } = await withAccounts()
    for (let index = 0; index < 30; index += 1) await add(`Customer ${index}`, dealer.id)
    const ask = async (query: string, who = as('dealer', 'CSR')) => {
      const { json } = await call('GET', `/accounts${query}`, { as: who })
      return [json.count, ...json.data.map(({ name }: { name: string }) => name)]
    }
    expect(await ask('?offset=1&pageSize=2')).toEqual([32, 'Second', 'Customer 0'])
    expect(await ask('?offset=31')).toEqual([32, 'Customer 29'])
    expect(await ask('?offset=99')).toEqual([32])
    // 2 and 20 to 29 follow Acme.
    expect(await ask('?filter=name__eq:ACME,omer 2&offset=10')).toEqual([12, 'Customer 28', 'Customer 29'])
    expect(await ask('?filter=name__eq:acme', as('customer'))).toEqual([1, 'Acme'])
    expect(await ask('?filter=name__eq:other', as('customer'))).toEqual([0])
    expect(await ask('', as('rival', 'DEALER'))).toEqual([0])
  })

  it('refuses filters that it does not know, by name', async () => {
    const { call, as } = await withAccounts()
    const refused = async (query: string) => (await call('GET', `/accounts?${query}`, { as: as('customer') })).json
    expect(await refused('filter=id__eq:1')).toEqual({ code: 400, message: "Invalid filter format: unknown filter 'id'" })
    expect(await refused('filter=name__ne:x')).toMatchObject({ code: 400, message: "Invalid filter operator 'ne' for 'name'" })
    expect(await refused('pageSize=0')).toMatchObject({ code: 400 })
  })
})

describe('the administrators of an account', () => {
  it('are listed for its people and for its dealer, and say who owns it', async () => {
    const { call, customer, as, addAdministrator } = await withAccounts()
    const owner = await addAdministrator('mina', 'MASTER')
    const other = await addAdministrator('john', 'ASSISTANT')
    const shown = { firstName: 'Road', lastName: 'Runner', email: 'rr@acme.com', timezone: 'UTC' }
    for (const who of [as('customer'), as('dealer', 'DEALER'), as('dealer', 'CSR')]) {
      const listed = await call('GET', `/accounts/${customer.id}/administrators`, { as: who })
      expect(listed.status).toBe(200)
      expect(listed.json).toEqual({
        data: [
          { id: owner.id, username: 'mina', ...shown, owner: true },
          { id: other.id, username: 'john', ...shown, owner: false },
        ],
        offset: 0,
        pageSize: 20,
        count: 2,
      })
    }
    const page = await call('GET', `/accounts/${customer.id}/administrators?offset=1&pageSize=1`, { as: as('customer') })
    expect(page.json).toMatchObject({ data: [{ id: other.id }], offset: 1, pageSize: 1, count: 2 })
  })

  it('are closed to assistants, and those of other accounts are not there', async () => {
    const { call, customer, as } = await withAccounts()
    const path = `/accounts/${customer.id}/administrators`
    expect((await call('GET', path, { as: as('customer', 'ASSISTANT') })).status).toBe(403)
    const foreign = await call('GET', path, { as: as('second') })
    expect(foreign.json).toEqual({ code: 404, message: 'Account not found' })
    expect((await call('GET', path, { as: as('rival', 'DEALER') })).text).toBe(foreign.text)
    expect((await call('GET', '/accounts/12345/administrators', { as: as('second') })).text).toBe(foreign.text)
  })
})
