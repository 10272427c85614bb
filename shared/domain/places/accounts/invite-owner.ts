import type { AccountId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { administratorAsObject, drawPassword, hashesOf, temporaryPasswordLifetime } from '../../identity/administrators/create.ts'
import type { Administrator } from '../../identity/administrators/entity.ts'
import { sendTemporaryPassword } from '../../identity/administrators/invite.ts'
import type { AdministratorPrincipal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { isOpen } from './entity.ts'
import type { AccountChangeDenied, AccountClosed, OwnerNotWaiting } from './errors.ts'
import { getCustomer } from './retrieve.ts'

type InviteDeps = Pick<
  Deps,
  'accounts' | 'administrators' | 'mailer' | 'publicUrl' | 'passwordCost' | 'now' | 'newUuid' | 'randomBytes' | 'pause'
>
type InviteError = AccountChangeDenied | AccountClosed | OwnerNotWaiting | NotFound<'account'> | ChangedMeanwhile

/**
 * Mails the owner of a customer's account another temporary password, in place of one that may have expired. Only while they have not
 * chosen a password: from then on their login is a matter of the account.
 */
export const inviteOwner = async (
  deps: InviteDeps,
  principal: AdministratorPrincipal,
  accountId: AccountId,
): Promise<Result<void, InviteError>> => {
  const password = drawPassword(deps)
  const { password: hash } = await hashesOf(deps, { password })
  const invited = await untilFirst<Result<Administrator, Exclude<InviteError, ChangedMeanwhile>>>(
    deps,
    'administrator',
    async () => {
      const found = await getCustomer(deps, principal, accountId)
      if (!found.ok) return found
      const account = found.value
      if (!isOpen(account)) return err({ kind: 'account_closed' })
      const owner = account.masterAdmin && (await deps.administrators.get(accountId, account.masterAdmin.id))
      if (owner?.temporaryPasswordExpiresAt === undefined) return err({ kind: 'owner_not_waiting' })
      const now = deps.now()
      const next: Administrator = {
        ...owner,
        version: owner.version + 1,
        updatedAt: now,
        password: hash,
        temporaryPasswordExpiresAt: now + temporaryPasswordLifetime,
        signInVersion: owner.signInVersion + 1,
      }
      const changes = propertyChanges(owner, next, ['temporaryPasswordExpiresAt'])
      const stamp = { now, uuid: deps.newUuid() }
      const event = auditEvent(stamp, principal, 'administrator.updated', administratorAsObject(next), changes)
      return (await deps.administrators.replace(accountId, next, event, { announcedAt: now })).ok ? ok(next) : raced
    },
  )
  if (!invited.ok) return invited
  await sendTemporaryPassword(deps, invited.value, password)
  return ok(undefined)
}
