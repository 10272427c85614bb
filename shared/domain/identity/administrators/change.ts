import type { Instant } from '../../../lib/clock.ts'
import type { AdministratorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Account } from '../../places/accounts/entity.ts'
import { auditEvent } from '../../record/events/audit.ts'
import type { PropertyChange } from '../../record/events/entity.ts'
import type { AdministratorPrincipal } from '../principals/principal.ts'
import { grantsOfAdministrator } from './authority.ts'
import { administratorAsObject } from './create.ts'
import type { Administrator } from './entity.ts'
import type { LastOwner, OutOfReach } from './errors.ts'
import { mayActAt } from './may-act.ts'
import { accountWith, otherOwnerOf } from './owner.ts'
import { reaches } from './reach.ts'

/**
 * What becomes of an administrator, and what changed in the words of the audit event. `isAnnounced`: the change concerns what they
 * may do or how they sign in, so tokens are judged again.
 */
export type DecidedAdministrator = { next: Administrator; changes: PropertyChange[]; isAnnounced: boolean }

export type ChangeAdministratorError = NotFound<'administrator'> | OutOfReach | LastOwner | ChangedMeanwhile
export type ChangeDeps = Pick<Deps, 'administrators' | 'roles' | 'accounts' | 'now' | 'newUuid' | 'pause'>

/**
 * Changes an administrator within the caller's reach, the caller themself too, as `decide` says of them as they are now. Nothing is
 * written when it says `undefined`. `self`: the caller changes themself.
 */
export const changeAdministrator = <E>(
  deps: ChangeDeps,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
  decide: (before: Administrator, facts: { now: Instant; self: boolean }) => Result<DecidedAdministrator, E> | undefined,
): Promise<Result<Administrator, E | ChangeAdministratorError>> =>
  untilFirst(deps, 'administrator', async () => {
    const found = await reachableAdministrator(deps, principal, administratorId)
    if (!found.ok) return found
    const { administrator, account } = found.value
    const now = deps.now()
    const decided = decide(administrator, { now, self: administrator.id === principal.administratorId })
    if (!decided) return ok(administrator)
    if (!decided.ok) return decided
    const next: Administrator = { ...decided.value.next, version: administrator.version + 1, updatedAt: now }
    const other = administrator.active && !next.active ? await otherOwnerOf(deps, principal.accountId, administrator) : undefined
    if (other === 'none') return err<LastOwner>({ kind: 'last_owner', type: administrator.type })
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'administrator.updated', administratorAsObject(next), decided.value.changes)
    const replaced = await deps.administrators.replace(principal.accountId, next, event, {
      ...(decided.value.isAnnounced ? { announcedAt: now } : {}),
      account: account && accountWith(account, { administrator: next, mustChange: other !== undefined }, now),
      // Also when they may act again: their end passes without a change that could take the token away.
      endsServiceToken: mayActAt(administrator, now) !== mayActAt(next, now),
    })
    return replaced.ok ? ok(next) : raced
  })

/** An administrator of the account whom the caller may change, or the caller, with the account. */
export const reachableAdministrator = async (
  deps: Pick<Deps, 'administrators' | 'roles' | 'accounts'>,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
): Promise<Result<{ administrator: Administrator; account: Account | undefined }, NotFound<'administrator'> | OutOfReach>> => {
  const { accountId } = principal
  const [administrator, account] = await Promise.all([
    deps.administrators.get(accountId, administratorId),
    deps.accounts.get(accountId),
  ])
  if (!administrator) return err({ kind: 'not_found', what: 'administrator', id: administratorId })
  if (administrator.id === principal.administratorId) return ok({ administrator, account })
  const { grants } = await grantsOfAdministrator(deps, accountId, administrator)
  return reaches(principal, { type: administrator.type, grants }) ? ok({ administrator, account }) : err(outOfReach)
}

/** The caller may change administrators, but not in this way or not this one. */
export const outOfReach: OutOfReach = { kind: 'administrator_out_of_reach' }
