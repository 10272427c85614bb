import type { SubscriptionId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { subscriptionAsObject } from './create.ts'
import { type CriteriaDeps, keptCriteria } from './criteria.ts'
import type { Criterion, Subscription, SubscriptionInput } from './entity.ts'
import type { InvalidCriteria, InvalidReceiverUrl } from './errors.ts'
import { readReceiverUrl } from './receiver-url.ts'

/** Replaces what a subscription says (API document, Update Event Subscription). One that was switched off, or slow, is not any more. */
export const updateSubscription = async (
  deps: CriteriaDeps & Pick<Deps, 'subscriptions' | 'receiverRules' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  subscriptionId: SubscriptionId,
  input: SubscriptionInput,
): Promise<Result<Subscription, NotFound<'event subscription'> | InvalidReceiverUrl | InvalidCriteria | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'event subscription', async () => {
    const found = await deps.subscriptions.get(accountId, subscriptionId)
    if (!found) return err({ kind: 'not_found', what: 'event subscription', id: subscriptionId })
    const url = readReceiverUrl(input.url, deps.receiverRules)
    if (!url.ok) return err({ kind: 'invalid_receiver_url', url: input.url, reason: url.error })
    const criteria = await keptCriteria(deps, accountId, input.criteria, found.criteria)
    if (!criteria.ok) return criteria
    const now = deps.now()
    const { disabled, slowUntil, ...enabled } = found
    const next: Subscription = { ...enabled, ...input, criteria: criteria.value, version: found.version + 1, updatedAt: now }
    const changes = propertyChanges(asAudited(found), asAudited(next), ['name', 'url', 'errorEmail', 'criteria', 'disabled'])
    if (changes.length === 0) return ok(found)
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'subscription.updated', subscriptionAsObject(next), changes)
    const replaced = await deps.subscriptions.replace(accountId, next, event)
    return replaced.ok ? ok(next) : raced
  })
}

const asAudited = (subscription: Subscription) => ({
  ...subscription,
  criteria: subscription.criteria.map(criterionText).join(', '),
  disabled: subscription.disabled?.reason,
})
const criterionText = ({ field, operator, value }: Criterion) => `${field} ${operator} ${value}`
