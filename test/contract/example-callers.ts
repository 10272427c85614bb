import { createAdministrator } from '../../shared/domain/identity/administrators/create.ts'
import type { AdministratorType } from '../../shared/domain/identity/administrators/type.ts'
import { createAccount } from '../../shared/domain/places/accounts/create.ts'
import type { Result } from '../../shared/lib/result.ts'
import { somebody, type testApi } from '../support/api.ts'

type Api = ReturnType<typeof testApi>

/** What was made by an operation that must work. */
export const must = <T>(result: Result<T, { kind: string }>): T => {
  if (!result.ok) throw new Error(result.error.kind)
  return result.value
}

/** Who is called when there is something about the account. */
export const contact = {
  firstName: 'Nora',
  lastName: 'Field',
  streetAddress1: '12 Mill Road',
  streetAddress2: 'Floor 3',
  city: 'Springfield',
  state: 'IL',
  postalCode: '62701',
  country: 'United States',
  telephoneNumber: '217-555-0100',
  telephoneExtension: '12',
  email: 'nora.field@example.com',
}
const person = {
  firstName: 'Olga',
  middleName: 'Maria',
  lastName: 'Owner',
  email: 'olga@example.com',
  securityQuestion: 'First street?',
  securityAnswer: 'Mill Road',
  timezone: 'US/Eastern',
}
/** A dealer and a customer with its administrators: who may call, by the names that the examples have for them. */
export const addAccounts = async (api: Api) => {
  const dealer = must(await createAccount(api.deps, { name: 'Doors and More', contact }))
  const { id: accountId } = must(await createAccount(api.deps, { name: 'Mill Road Offices', dealerId: dealer.id, contact }))
  const add = async (username: string, type: AdministratorType, more: object = {}) => {
    const wanted = { ...person, username, type, password: 'a long password', ...more }
    const { administrator } = must(await createAdministrator(api.deps, accountId, wanted))
    const { id: administratorId, canCreateAdmins } = administrator
    return somebody({ accountId, administratorId, type, username, canCreateAdmins, name: `${type} of Mill Road` })
  }
  const owner = await add('owner', 'MASTER')
  const lee = await add('lee', 'ASSISTANT')
  const sam = await add('sam', 'SENIOR')
  return {
    accountId,
    dealerAccountId: dealer.id,
    owner,
    assistant: lee,
    senior: sam,
    dealer: somebody({ accountId: dealer.id, type: 'DEALER' }),
    csr: somebody({ accountId, type: 'CSR' }),
    /** Somebody whose roles allow nothing. */
    nobody: { ...lee, grants: [] },
  }
}
