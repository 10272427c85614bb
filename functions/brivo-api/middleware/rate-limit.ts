import { createMiddleware } from 'hono/factory'
import { quotaWindow, spenderOf } from '../../../shared/domain/identity/quotas/entity.ts'
import type { ApiEnv } from '../../../shared/http/env.ts'
import type { Spent } from '../../../shared/http/quota-leases.ts'
import { second } from '../../../shared/lib/clock.ts'
import { budgetOf } from '../budgets.ts'
import type { ApiDeps } from '../env.ts'
import { errorBody } from '../error-body.ts'

const windowSeconds = quotaWindow / second

/** Pays for each request; 429 when its budget is used up. Every answer says how the budget stands. */
export const rateLimit = ({ spendQuota }: Pick<ApiDeps, 'spendQuota'>) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const spending = spendQuota(spenderOf(c.var.principal), budgetOf(c.req.path))
    const spent = spending instanceof Promise ? await spending : spending
    if (spent.isWithin) await next()
    else c.res = refusal(c, spent)
    sayWhatIsLeft(c.res.headers, spent)
  })

const refusal = (c: Parameters<typeof errorBody>[0], { budget, quota, secondsLeft }: Spent) => {
  const which = budget === 'general' ? '' : ` of '${budget}'`
  const message = `Too many requests${which}: there may be ${quota} in ${windowSeconds} seconds. Try again in ${secondsLeft} seconds`
  const response = errorBody(c, 429, message)
  response.headers.set('Retry-After', String(secondsLeft))
  return response
}

/** As draft 11 of the IETF's RateLimit header fields has it. */
const sayWhatIsLeft = (headers: Headers, { budget, quota, left, secondsLeft }: Spent) => {
  headers.set('RateLimit-Policy', `"${budget}";q=${quota};w=${windowSeconds}`)
  headers.set('RateLimit', `"${budget}";r=${left};t=${secondsLeft}`)
}
