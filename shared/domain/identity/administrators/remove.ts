import type { AdministratorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { Deps } from '../../deps.ts'
import { orphanSubscriptions } from '../../outbound/subscriptions/orphan.ts'
import { auditEvent } from '../../record/events/audit.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import { type ChangeAdministratorError, type ChangeDeps, outOfReach, reachableAdministrator } from './change.ts'
import { administratorAsObject } from './create.ts'
import type { LastOwner } from './errors.ts'
import { accountWithout, otherOwnerOf } from './owner.ts'

/**
 * Deletes an administrator: their username is free, they cannot sign in, and what they signed in to ends. Nobody deletes themself,
 * and an account keeps one owner who may act. Subscriptions of somebody who was limited are switched off.
 */
export const removeAdministrator = (
  deps: ChangeDeps & Pick<Deps, 'subscriptions' | 'whole'>,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
): Promise<Result<void, ChangeAdministratorError>> =>
  untilFirst(deps, 'administrator', async () => {
    const found = await reachableAdministrator(deps, principal, administratorId)
    if (!found.ok) return found
    const { administrator, account } = found.value
    if (administrator.id === principal.administratorId) return err(outOfReach)
    const other = await otherOwnerOf(deps, principal.accountId, administrator)
    if (other === 'none') return err<LastOwner>({ kind: 'last_owner', type: administrator.type })
    await orphanSubscriptions(deps, principal.accountId, administrator)
    const now = deps.now()
    const event = auditEvent(
      { now, uuid: deps.newUuid() },
      principal,
      'administrator.deleted',
      administratorAsObject(administrator),
    )
    const removed = await deps.administrators.remove(principal.accountId, administrator, event, {
      announcedAt: now,
      account: account && other && accountWithout(account, administrator, other, now),
    })
    return removed.ok ? ok(undefined) : raced
  })
