import { minute } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Principal } from '../principals/principal.ts'

/**
 * What a request is paid from. What opens or shuts doors, what takes somebody's access away, and emergencies each have a budget of
 * their own, so that nothing else that an application does can use it up.
 */
export const budgets = ['general', 'doors', 'revocations', 'emergencies'] as const
export type Budget = (typeof budgets)[number]

/** Requests in a window: of one application in one account from each budget, and of one card holder from each. */
export type Quotas = Readonly<Record<Budget | 'cardHolder', number>>

/** How long a window is. A quota is whole again when the next one begins. */
export const quotaWindow = minute

/** Who spends: an application in an account, or a card holder. `name` is unique in the account. */
export type Spender = { accountId: AccountId; name: string; isCardHolder: boolean }

/** Whose quota a request of `principal` is paid from. */
export const spenderOf = (principal: Principal): Spender => {
  const { accountId } = principal
  if (principal.kind === 'cardHolder') return { accountId, name: `user-${principal.userId}`, isCardHolder: true }
  return { accountId, name: 'clientId' in principal ? principal.clientId : principal.kind, isCardHolder: false }
}

/** How many requests in a window the spender has in `budget`. */
export const quotaOf = (quotas: Quotas, { isCardHolder }: Spender, budget: Budget): number =>
  isCardHolder ? quotas.cardHolder : quotas[budget]
