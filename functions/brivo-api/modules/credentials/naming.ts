import type { Naming } from '../../../../shared/dialects/brivo/credentials/wire.ts'
import type { Deps } from '../../../../shared/domain/deps.ts'
import { format100NameOf } from '../../../../shared/domain/places/accounts/entity.ts'
import { minute } from '../../../../shared/lib/clock.ts'
import type { AccountId } from '../../../../shared/lib/ids.ts'

const maxRemembered = 1_000

/**
 * What an account calls credential format 100. It is a setting that hardly ever changes, and every answer about credentials
 * needs it: so it is remembered for a minute instead of costing each of them a read.
 */
export const namingOf = (deps: Pick<Deps, 'accounts' | 'now'>) => {
  const remembered = new Map<AccountId, { until: number; naming: Naming }>()
  return async (accountId: AccountId): Promise<Naming> => {
    const known = remembered.get(accountId)
    if (known && deps.now() < known.until) return known.naming
    const naming = { accountId, format100Name: format100NameOf(await deps.accounts.get(accountId)) }
    if (remembered.size >= maxRemembered) remembered.clear()
    remembered.set(accountId, { until: deps.now() + minute, naming })
    return naming
  }
}
