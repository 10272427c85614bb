import type { Deps } from '../../shared/domain/deps.ts'
import type { Subscription } from '../../shared/domain/outbound/subscriptions/entity.ts'
import { asTheyStand } from '../../shared/domain/outbound/subscriptions/standing.ts'
import type { AccountId } from '../../shared/lib/ids.ts'

export type StandsDeps = Pick<Deps, 'administrators' | 'roles' | 'subscriptions' | 'now'>

/** A subscription as it stands now by its administrator, with the limits of that; undefined when nothing may be sent to it. */
export type StandsOf = (accountId: AccountId, subscription: Subscription) => Promise<Subscription | undefined>

/** Finds how each subscription stands once: for the deliveries of one batch, which are made together. */
export const standings = (deps: StandsDeps): StandsOf => {
  const known = new Map<string, Promise<Subscription | undefined>>()
  return (accountId, subscription) => {
    const name = `${accountId} ${subscription.id} ${subscription.version}`
    const stands = known.get(name) ?? asTheyStand(deps, accountId, [subscription], deps.now()).then(([one]) => one)
    known.set(name, stands)
    return stands
  }
}
