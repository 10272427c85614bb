import { createAdministrator } from '../../shared/domain/identity/administrators/create.ts'
import type { AdministratorType } from '../../shared/domain/identity/administrators/type.ts'
import { createAccount } from '../../shared/domain/places/accounts/create.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import { somebody, testApi } from './api.ts'

export const contact = { streetAddress1: '77 Wile E. Coyote Ln.', city: 'Bethesda', state: 'MD', country: 'USA', email: '' }

/** Two dealers; the first has two customers, and the second none. */
export const withAccounts = async () => {
  const api = testApi()
  const add = async (name: string, dealerId?: AccountId) => {
    const made = await createAccount(api.deps, { name, ...(dealerId ? { dealerId, contact } : {}) })
    if (!made.ok) throw new Error(made.error.kind)
    return made.value
  }
  const dealer = await add('Dealer7')
  const customer = await add('Acme', dealer.id)
  const accounts = { dealer, customer, second: await add('Second', dealer.id), rival: await add('Rival') }
  /** Somebody of a type who acts in one of the accounts. */
  const as = (name: keyof typeof accounts, type: AdministratorType = 'MASTER') => somebody({ accountId: accounts[name].id, type })
  /** Adds an administrator to the customer; the first one owns it. */
  const addAdministrator = async (username: string, type: AdministratorType) => {
    const person = { firstName: 'Road', lastName: 'Runner', email: 'rr@acme.com', securityQuestion: 'q', securityAnswer: 'a' }
    const made = await createAdministrator(api.deps, customer.id, { ...person, username, type, password: 'beep beep' })
    if (!made.ok) throw new Error(made.error.kind)
    return made.value.administrator
  }
  return { ...api, ...accounts, add, as, addAdministrator }
}
