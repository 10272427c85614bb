import type { SubscriptionId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { subscriptionAsObject } from './create.ts'

/** Deletes a subscription; what is on its way to the receiver, or held for it, is dropped. */
export const removeSubscription = async (
  deps: Pick<Deps, 'subscriptions' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  subscriptionId: SubscriptionId,
): Promise<Result<void, NotFound<'event subscription'> | ChangedMeanwhile>> => {
  return untilFirst(deps, 'event subscription', async () => {
    const found = await deps.subscriptions.get(principal.accountId, subscriptionId)
    if (!found) return err({ kind: 'not_found', what: 'event subscription', id: subscriptionId })
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'subscription.deleted', subscriptionAsObject(found))
    const removed = await deps.subscriptions.remove(principal.accountId, found, event)
    return removed.ok ? ok(undefined) : raced
  })
}
