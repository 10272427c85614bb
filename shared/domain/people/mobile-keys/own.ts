import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { Credential } from '../credentials/entity.ts'
import type { User } from '../users/entity.ts'
import { isVisitOver } from '../visitors/entity.ts'
import type { NotACardHolder } from './errors.ts'

/**
 * The key in the phone of the person who asks (API document, Digital Credential Retrieval). Nobody else has one of their own, nor
 * does a person who is suspended or gone.
 */
export const ownMobileKey = async (
  deps: Pick<Deps, 'users' | 'credentials'>,
  principal: Principal,
): Promise<Result<{ user: User; key: Credential }, NotACardHolder | NotFound<'mobile key'>>> => {
  if (principal.kind !== 'cardHolder') return err({ kind: 'not_a_card_holder' })
  const { accountId, userId } = principal
  const [user, held] = await Promise.all([deps.users.get(accountId, userId), deps.credentials.ofUser(accountId, userId)])
  if (!user || user.suspended) return err({ kind: 'not_a_card_holder' })
  const key = held.find(({ kind, state }) => kind === 'mobile_key' && state === 'active')
  return key ? ok({ user, key }) : err({ kind: 'not_found', what: 'mobile key', id: userId })
}

/**
 * The same as it is shown to the person: bounded by the visit. A visitor whose visit is over is nobody any more, unless the visit is
 * made longer.
 */
export const currentMobileKey = async (
  deps: Pick<Deps, 'users' | 'credentials' | 'now'>,
  principal: Principal,
): Promise<Result<{ user: User; key: Credential }, NotACardHolder | NotFound<'mobile key'>>> => {
  const own = await ownMobileKey(deps, principal)
  if (!own.ok) return own
  const { user, key } = own.value
  if (user.kind === 'VISITOR' && isVisitOver(user.visit, deps.now())) return err({ kind: 'not_a_card_holder' })
  return ok({ user, key: withinVisit(user, key) })
}

/** A key with the dates between which it opens anything: that of a visitor does so during the visit only. */
export const withinVisit = (user: User, key: Credential): Credential => {
  if (user.kind === 'USER') return key
  const { startsAt, endsAt } = user.visit
  return {
    ...key,
    effectiveFrom: Math.max(key.effectiveFrom ?? startsAt, startsAt),
    effectiveTo: Math.min(key.effectiveTo ?? endsAt, endsAt),
  }
}
