import { createMiddleware } from 'hono/factory'
import { paidFrom, quotaWindow, spenderOf } from '../../../shared/domain/identity/quotas/entity.ts'
import type { ApiEnv } from '../../../shared/http/env.ts'
import type { Spent } from '../../../shared/http/quota-leases.ts'
import { second } from '../../../shared/lib/clock.ts'
import { budgetOf } from '../budgets.ts'
import type { ApiDeps } from '../env.ts'
import { errorBody } from '../error-body.ts'

const windowSeconds = quotaWindow / second

/**
 * Pays for each request; 429 when its budget is used up, that of who sent it or that of the account. Every answer says how the one
 * stands that is nearer to its end.
 */
export const rateLimit = ({ spendQuota }: Pick<ApiDeps, 'spendQuota'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const spender = spenderOf(c.var.principal)
    const spending = spendQuota(spender, paidFrom(spender, budgetOf(c.req.path)))
    const spent = spending instanceof Promise ? await spending : spending
    if (spent.isWithin) await next()
    else c.res = refusal(c, spent)
    sayWhatIsLeft(c.res.headers, spent)
  })

const senders: Readonly<Record<Spent['spender']['kind'], string>> = {
  application: 'this application',
  cardHolder: 'this card holder',
  account: 'all applications and card holders of the account together',
}

const refusal = (c: Parameters<typeof errorBody>[0], { spender, budget, quota, secondsLeft }: Spent) => {
  const which = budget === 'general' ? '' : ` of '${budget}'`
  const message = `Too many requests${which} by ${senders[spender.kind]}: there may be ${quota} in ${windowSeconds} seconds. Try again in ${secondsLeft} seconds`
  const response = errorBody(c, 429, message)
  response.headers.set('Retry-After', String(secondsLeft))
  return response
}

/** As draft 11 of the IETF's RateLimit header fields has it. */
const sayWhatIsLeft = (headers: Headers, { spender, budget, quota, left, secondsLeft }: Spent) => {
  const policy = spender.kind === 'account' ? `account-${budget}` : budget
  headers.set('RateLimit-Policy', `"${policy}";q=${quota};w=${windowSeconds}`)
  headers.set('RateLimit', `"${policy}";r=${left};t=${secondsLeft}`)
}
