import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { type Account, isOpen } from './entity.ts'
import type { AccountClosed, SettingRefused } from './errors.ts'
import { getAccount } from './retrieve.ts'
import { type SettingKey, settings } from './settings.ts'
import { accountAsObject } from './update.ts'

/**
 * Sets one setting of an account (API document, Update Account Setting). Those that the contract with the dealer decides are refused
 * to everybody.
 */
export const changeSetting = async (
  deps: Pick<Deps, 'accounts' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  accountId: AccountId,
  key: SettingKey,
  value: string,
): Promise<Result<Account, SettingRefused | AccountClosed | NotFound<'account'> | ChangedMeanwhile>> =>
  untilFirst(deps, 'account', async () => {
    const found = await getAccount(deps, principal, accountId)
    if (!found.ok) return found
    const account = found.value
    if (!isOpen(account)) return err({ kind: 'account_closed' })
    const { read, change } = settings[key]
    if (!change) return err({ kind: 'setting_fixed' })
    const changed = change(value)
    if (!changed) return err({ kind: 'setting_value_invalid', key, value })
    const now = deps.now()
    const next: Account = {
      ...account,
      settings: { ...account.settings, ...changed },
      version: account.version + 1,
      updatedAt: now,
    }
    if (read(next) === read(account)) return ok(account)
    const changes = [{ property: key, previousValue: read(account), currentValue: read(next) }]
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'account.updated', accountAsObject(next), changes)
    return (await deps.accounts.replace(account, next, event)).ok ? ok(next) : raced
  })
