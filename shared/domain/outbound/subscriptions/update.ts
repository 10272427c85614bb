import type { Instant } from '../../../lib/clock.ts'
import type { SubscriptionId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound, NotPermitted } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { mayActAt } from '../../identity/administrators/may-act.ts'
import type { ApplicationPrincipal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { madeBy, notSent, subscriptionAsObject } from './create.ts'
import { type CriteriaDeps, keptCriteria } from './criteria.ts'
import type { Criterion, Subscription, SubscriptionInput } from './entity.ts'
import type { InvalidCriteria, InvalidReceiverUrl } from './errors.ts'
import { readReceiverUrl } from './receiver-url.ts'

type UpdateError = NotFound<'event subscription'> | NotPermitted | InvalidReceiverUrl | InvalidCriteria | ChangedMeanwhile

/**
 * Replaces what a subscription says (API document, Update Event Subscription). One that was switched off, or slow, is not any more, and
 * what is held for it is sent. One whose administrator is gone, or may not act, becomes the caller's: what is sent is by what the caller
 * may see.
 */
export const updateSubscription = async (
  deps: CriteriaDeps & Pick<Deps, 'administrators' | 'subscriptions' | 'receiverRules' | 'now' | 'newUuid' | 'pause'>,
  principal: ApplicationPrincipal,
  subscriptionId: SubscriptionId,
  input: SubscriptionInput,
): Promise<Result<Subscription, UpdateError>> => {
  const { accountId } = principal
  const refused = notSent(principal, input.criteria)
  if (refused) return err(refused)
  return untilFirst(deps, 'event subscription', async () => {
    const found = await deps.subscriptions.get(accountId, subscriptionId)
    if (!found) return err({ kind: 'not_found', what: 'event subscription', id: subscriptionId })
    const url = readReceiverUrl(input.url, deps.receiverRules)
    if (!url.ok) return err({ kind: 'invalid_receiver_url', url: input.url, reason: url.error })
    const now = deps.now()
    const [criteria, kept] = await Promise.all([
      keptCriteria(deps, accountId, input.criteria, found.criteria),
      makerOf(deps, principal, found, now),
    ])
    if (!criteria.ok) return criteria
    const { disabled, slowUntil, administratorId, limits, ...enabled } = found
    const next: Subscription = {
      ...enabled,
      ...input,
      ...kept,
      criteria: criteria.value,
      version: found.version + 1,
      updatedAt: now,
    }
    const changes = propertyChanges(asAudited(found), asAudited(next), audited)
    if (changes.length === 0) return ok(found)
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'subscription.updated', subscriptionAsObject(next), changes)
    const put = found.disabled ? deps.subscriptions.switchOn : deps.subscriptions.replace
    const replaced = await put(accountId, next, event)
    return replaced.ok ? ok(next) : raced
  })
}

const audited = ['name', 'url', 'errorEmail', 'criteria', 'disabled', 'administratorId']

/** Whose a subscription is after a change: the one who made it, as long as they may act. */
const makerOf = async (
  deps: Pick<Deps, 'administrators'>,
  principal: ApplicationPrincipal,
  { administratorId, limits }: Subscription,
  now: Instant,
): Promise<Pick<Subscription, 'administratorId' | 'limits'>> => {
  const maker = administratorId && (await deps.administrators.get(principal.accountId, administratorId))
  return maker && mayActAt(maker, now) ? { administratorId, ...(limits ? { limits } : {}) } : madeBy(principal)
}

const asAudited = (subscription: Subscription) => ({
  ...subscription,
  criteria: subscription.criteria.map(criterionText).join(', '),
  disabled: subscription.disabled?.reason,
})
const criterionText = ({ field, operator, value }: Criterion) => `${field} ${operator} ${value}`
