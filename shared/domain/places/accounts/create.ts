import type { Instant } from '../../../lib/clock.ts'
import { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { defaultSchedules } from '../../access/schedules/defaults.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { firstCompanyOf } from '../companies/entity.ts'
import type { Account, AccountDetails, AccountSettings } from './entity.ts'

/** A new tenant: a dealer, or a customer of the dealer that `dealerId` names. */
export type AccountInput = AccountDetails & { dealerId?: AccountId; settings?: AccountSettings }

/**
 * Adds an account, with the company and the schedules that every account has. This is the operator's act, not an administrator's:
 * there is nobody yet in whose name it could be audited.
 */
export const createAccount = async (
  deps: Pick<Deps, 'accounts' | 'companies' | 'schedules' | 'now' | 'newId'>,
  input: AccountInput,
): Promise<Result<Account, NotFound<'account'>>> => {
  const account = newAccount(input, AccountId.parse(deps.newId()), deps.now())
  await addBelongings(deps, account)
  if (await deps.accounts.add(account)) return ok(account)
  if (input.dealerId === undefined) throw new Error('The id of the new account is taken')
  return err({ kind: 'not_found', what: 'account', id: input.dealerId })
}

/** An account as it is at first: a dealer, unless the input names one. */
export const newAccount = ({ settings = {}, ...input }: AccountInput, id: AccountId, now: Instant): Account => ({
  ...input,
  id,
  version: 1,
  kind: input.dealerId === undefined ? 'dealer' : 'customer',
  accountNumber: String(id),
  accountType: 'ONAIR',
  settings,
  createdAt: now,
  updatedAt: now,
})

/** Adds what every account has from the beginning. It is added before the account, so that no account is ever without it. */
export const addBelongings = async (
  deps: Pick<Deps, 'companies' | 'schedules' | 'newId'>,
  { id, name, createdAt: now }: Account,
): Promise<void> => {
  const company = { id: firstCompanyOf(id), version: 1, name, createdAt: now, updatedAt: now }
  await Promise.all([
    deps.companies.add(id, company, undefined),
    ...defaultSchedules(now, deps.newId).map((schedule) => deps.schedules.add(id, schedule, undefined)),
  ])
}
