import { type Budget, type Quotas, quotaOf, quotaWindow, type Spender } from '../domain/identity/quotas/entity.ts'
import { granted, leaseSize, sizeWithoutCount, uncounted, windowStart } from '../domain/identity/quotas/lease.ts'
import { type Clock, type Instant, second } from '../lib/clock.ts'
import { describeError, log } from '../lib/log.ts'

/** Counts `amount` requests more in the window of a budget, and gives the count as it is then. */
export type CountRequests = (spender: Spender, budget: Budget, windowStartsAt: Instant, amount: number) => Promise<number>

/** Whether a request is within the quota, and how the budget stands: `left` requests until `secondsLeft` have passed. */
export type Spent = { isWithin: boolean; budget: Budget; quota: number; left: number; secondsLeft: number }

/** Pays for one request. At once, unless this instance must lease more from the table. */
export type SpendQuota = (spender: Spender, budget: Budget) => Spent | Promise<Spent>

export type LeaseDeps = {
  count: CountRequests
  quotas: Quotas
  now: Clock
  /** Gives what `promise` gives, or fails when that takes too long. */
  soon: <T>(promise: Promise<T>) => Promise<T>
}

/** What this instance knows of one budget in one window. */
type Purse = {
  spender: Spender
  budget: Budget
  quota: number
  startsAt: Instant
  /** Requests that may be served without asking. */
  held: number
  /** What nobody had leased when the table was last asked. */
  unleased: number
  served: number
  /** Requests that were served, or may be, and are not counted yet. */
  owed: number
  isEmpty: boolean
  asking: Promise<void> | undefined
}

/** Budgets that an instance keeps in mind: the one that was begun first is forgotten first. */
const maxPurses = 10_000

/**
 * Quotas, each counted in the table and spent in memory (docs/decisions/0042). An instance leases a number of requests with one write,
 * and serves them. When the count cannot be had, requests go through.
 */
export const quotaLeases = (deps: LeaseDeps): SpendQuota => {
  const purses = new Map<string, Purse>()

  const purseOf = (spender: Spender, budget: Budget): Purse => {
    const name = `${spender.accountId} ${spender.name} ${budget}`
    const now = deps.now()
    const known = purses.get(name)
    if (known && now < known.startsAt + quotaWindow) return known
    if (known) purses.delete(name)
    const [oldest] = purses.size >= maxPurses ? purses.keys() : []
    if (oldest !== undefined) purses.delete(oldest)
    const fresh = newPurse(spender, budget, quotaOf(deps.quotas, spender, budget), windowStart(name, now))
    purses.set(name, fresh)
    return fresh
  }

  const spend = (purse: Purse): Spent | Promise<Spent> => {
    if (purse.held > 0) {
      purse.held -= 1
      purse.served += 1
      return stateOf(purse, true, deps.now())
    }
    if (purse.isEmpty) return stateOf(purse, false, deps.now())
    purse.asking ??= lease(deps, purse).finally(() => {
      purse.asking = undefined
    })
    return purse.asking.then(() => spend(purse))
  }
  return (spender, budget) => spend(purseOf(spender, budget))
}

const newPurse = (spender: Spender, budget: Budget, quota: number, startsAt: Instant): Purse => {
  const held = uncounted(quota)
  return {
    spender,
    budget,
    quota,
    startsAt,
    held,
    unleased: quota - held,
    served: 0,
    owed: held,
    isEmpty: false,
    asking: undefined,
  }
}

/** Leases more requests into the purse, which holds none. */
const lease = async ({ count, soon }: LeaseDeps, purse: Purse): Promise<void> => {
  const { spender, budget, quota, startsAt } = purse
  const size = leaseSize(purse.served, purse.unleased)
  try {
    const total = await soon(count(spender, budget, startsAt, purse.owed + size))
    purse.owed = 0
    purse.held = granted(quota, total, size)
    purse.unleased = Math.max(0, quota - total)
    purse.isEmpty = purse.held === 0
  } catch (thrown) {
    purse.held = sizeWithoutCount(size)
    purse.owed += purse.held
    purse.unleased = Math.max(0, purse.unleased - purse.held)
    const { accountId } = spender
    log('error', 'requests were not counted, and are let through', { accountId, budget, ...describeError(thrown) })
  }
}

const stateOf = ({ budget, quota, held, unleased, startsAt }: Purse, isWithin: boolean, now: Instant): Spent => ({
  isWithin,
  budget,
  quota,
  left: held + unleased,
  secondsLeft: Math.max(1, Math.ceil((startsAt + quotaWindow - now) / second)),
})
