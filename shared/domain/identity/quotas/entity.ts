import { minute } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Principal } from '../principals/principal.ts'

/**
 * What a request is paid from. What opens or shuts doors, what takes somebody's access away, and emergencies each have a budget of
 * their own, so that nothing else that an application does can use it up.
 */
export const budgets = ['general', 'doors', 'revocations', 'emergencies'] as const
export type Budget = (typeof budgets)[number]

/** What an account's own limit of each budget is called. */
const accountQuotas = {
  general: 'accountGeneral',
  doors: 'accountDoors',
  revocations: 'accountRevocations',
  emergencies: 'accountEmergencies',
} as const satisfies Record<Budget, string>

/** Requests in a window: of one application in one account from each budget, of one card holder from each, and of the account from each. */
export type Quotas = Readonly<Record<Budget | 'cardHolder' | (typeof accountQuotas)[Budget], number>>

/** How long a window is. A quota is whole again when the next one begins. */
export const quotaWindow = minute

/**
 * Who spends: an application in an account, a card holder, or the account, which is all of these together. `name` is unique in the
 * account: applications are named by their client ids, which are UUIDs.
 */
export type Spender = { kind: 'application' | 'cardHolder' | 'account'; accountId: AccountId; name: string }

/** Whose quota a request of `principal` is paid from, besides the account's. */
export const spenderOf = (principal: Principal): Spender => {
  const { accountId } = principal
  if (principal.kind === 'cardHolder') return { kind: 'cardHolder', accountId, name: `user-${principal.userId}` }
  return { kind: 'application', accountId, name: 'clientId' in principal ? principal.clientId : principal.kind }
}

/** All who spend in an account, as one. */
export const wholeAccount = (accountId: AccountId): Spender => ({ kind: 'account', accountId, name: 'account' })

/**
 * What a request of the spender is paid from when it calls something of `called`. Card holders may open doors, and have no call of
 * the other budgets that are apart: what they send there is refused, and must not use up what the account has for emergencies.
 */
export const paidFrom = ({ kind }: Spender, called: Budget): Budget =>
  kind === 'cardHolder' && called !== 'doors' ? 'general' : called

/** How many requests in a window the spender has in `budget`. */
export const quotaOf = (quotas: Quotas, { kind }: Spender, budget: Budget): number => {
  if (kind === 'account') return quotas[accountQuotas[budget]]
  return kind === 'cardHolder' ? quotas.cardHolder : quotas[budget]
}
