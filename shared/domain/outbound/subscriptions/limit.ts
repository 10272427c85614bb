import type { AccountId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Administrator } from '../../identity/administrators/entity.ts'
import { whole } from '../../whole.ts'
import { maxSubscriptions, type Subscription } from './entity.ts'

type Needed = Pick<Deps, 'subscriptions' | 'now' | 'pause' | 'whole'>

/** Limits what is sent to the subscriptions of an administrator to what is assigned to them now. Repeated, it changes nothing. */
export const limitSubscriptions = async (
  deps: Needed,
  accountId: AccountId,
  { id, assignments }: Pick<Administrator, 'id' | 'assignments'>,
): Promise<Result<void, ChangedMeanwhile>> => {
  const { subscriptions } = whole(deps)
  return untilFirst(deps, 'event subscription', async () => {
    const { data } = await subscriptions.page(accountId, { offset: 0, pageSize: maxSubscriptions })
    const others = data.filter(
      ({ administratorId, limits }) => administratorId === id && JSON.stringify(limits) !== JSON.stringify(assignments),
    )
    const replaced = await Promise.all(
      others.map(({ limits: _, ...rest }) => {
        const next: Subscription = {
          ...rest,
          ...(assignments ? { limits: assignments } : {}),
          version: rest.version + 1,
          updatedAt: deps.now(),
        }
        return subscriptions.replace(accountId, next, undefined)
      }),
    )
    // One that is gone needs no limits; it is not among those that the next attempt reads.
    return replaced.every((one) => one.ok) ? ok(undefined) : raced
  })
}
