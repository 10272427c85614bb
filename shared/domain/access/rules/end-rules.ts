import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { RuleTarget } from './entity.ts'

const rulesAtOnce = 30

/**
 * Ends every rule at a target that is being deleted; at a door those of its sides too. They go before the target, so that none is
 * left when the work breaks off, and once more after it, so that one which was made in the same instant goes too.
 */
export const endRulesAt = async (deps: Pick<Deps, 'rules'>, accountId: AccountId, target: RuleTarget): Promise<void> => {
  const rules = await deps.rules.ofTarget(accountId, target)
  for (let start = 0; start < rules.length; start += rulesAtOnce) {
    await deps.rules.remove(accountId, rules.slice(start, start + rulesAtOnce), undefined)
  }
}
