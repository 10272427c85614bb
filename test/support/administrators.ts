import { createAdministrator, type NewAdministrator } from '../../shared/domain/identity/administrators/create.ts'
import type { AdministratorType } from '../../shared/domain/identity/administrators/type.ts'
import { createAccount } from '../../shared/domain/places/accounts/create.ts'
import type { AccountId } from '../../shared/lib/ids.ts'
import { createStores } from '../../shared/storage/stores.ts'
import { somebody, testApi } from './api.ts'

/** Everything that Create Administrator takes. */
export const james = {
  username: 'acme1357',
  firstName: 'James',
  middleName: 'Robert',
  lastName: 'Miller',
  email: 'james.miller@acme.com',
  securityQuestion: "First pet's name",
  securityAnswer: 'Rex',
  identityType: 'SENIOR',
  canCreateAdmins: false,
  timezone: 'US/Eastern',
  password: 'SallyIstheB3st',
}

/** The API with an account that has an owner, who calls; `add` adds further administrators as the operator would. */
export const withOwner = async (type: AdministratorType = 'MASTER') => {
  const api = testApi()
  const dealer = await createAccount(api.deps, { name: 'Dealer' })
  if (!dealer.ok) throw new Error('no dealer')
  const account = type === 'DEALER' ? dealer : await createAccount(api.deps, { name: 'Acme', dealerId: dealer.value.id })
  if (!account.ok) throw new Error('no account')
  const accountId = account.value.id
  /** Who acts for a new administrator of the account. */
  const add = async (
    wanted: Partial<NewAdministrator> & Pick<NewAdministrator, 'username' | 'type'>,
    inAccount: AccountId = accountId,
  ) => {
    const { timezone, password, securityQuestion, securityAnswer, firstName, lastName, email } = james
    const person = { timezone, password, securityQuestion, securityAnswer, firstName, lastName, email }
    const added = await createAdministrator(api.deps, inAccount, { ...person, ...wanted })
    if (!added.ok) throw new Error(added.error.kind)
    const { id, username, canCreateAdmins } = added.value.administrator
    return somebody({ accountId: inAccount, administratorId: id, type: wanted.type, username, canCreateAdmins })
  }
  const as = await add({ username: 'owner', type, timezone: 'US/Mountain', middleName: 'Robert' })
  /** Lets somebody have signed in. */
  const signedIn = async (username: string, at: number) => {
    const session = { accountId, administratorId: as.administratorId, signInVersion: 1, expiresAt: at + 1 }
    await createStores(api.table).signIns.addSession(`${username}-${at}`, session, undefined, { username, at })
  }
  return { ...api, account: account.value, as, add, signedIn }
}
