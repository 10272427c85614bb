import { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { defaultSchedules } from '../../access/schedules/defaults.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { firstCompanyOf } from '../companies/entity.ts'
import type { Account, AccountSettings, Contact } from './entity.ts'

/** A new tenant: a dealer, or a customer of the dealer that `dealerId` names. */
export type AccountInput = {
  name: string
  dealerId?: AccountId
  contact?: Contact
  settings?: AccountSettings
}
/**
 * Adds an account, with the company and the schedules that every account has. This is the operator's act, not an administrator's: there is nobody yet in whose name it could be audited.
 */
export const createAccount = async (
  deps: Pick<Deps, 'accounts' | 'companies' | 'schedules' | 'now' | 'newId'>,
  { name, dealerId, contact, settings = {} }: AccountInput,
): Promise<Result<Account, NotFound<'account'>>> => {
  const now = deps.now()
  const id = AccountId.parse(deps.newId())
  const account: Account = {
    id,
    version: 1,
    kind: dealerId === undefined ? 'dealer' : 'customer',
    ...(dealerId === undefined ? {} : { dealerId }),
    name,
    accountNumber: String(id),
    accountType: 'ONAIR',
    ...(contact ? { contact } : {}),
    settings,
    createdAt: now,
    updatedAt: now,
  }
  // Before the account itself, so that no account is ever without them.
  const company = { id: firstCompanyOf(id), version: 1, name, createdAt: now, updatedAt: now }
  await Promise.all([
    deps.companies.add(id, company, undefined),
    ...defaultSchedules(now, deps.newId).map((schedule) => deps.schedules.add(id, schedule, undefined)),
  ])
  if (await deps.accounts.add(account)) return ok(account)
  if (dealerId === undefined) throw new Error('The id of the new account is taken')
  return err({ kind: 'not_found', what: 'account', id: dealerId })
}
