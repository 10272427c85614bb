import { type Budget, type Quotas, quotaOf, quotaWindow, type Spender, wholeAccount } from '../domain/identity/quotas/entity.ts'
import { granted, leaseSize, sizeWithoutCount, uncounted, windowStart } from '../domain/identity/quotas/lease.ts'
import { type Clock, type Instant, second } from '../lib/clock.ts'
import { describeError, log } from '../lib/log.ts'

/** Counts `amount` requests more in the window of a budget, and gives the count as it is then. */
export type CountRequests = (spender: Spender, budget: Budget, windowStartsAt: Instant, amount: number) => Promise<number>

/**
 * Whether a request is within both quotas, that of who sent it and that of the account; and how the one stands that is nearer to its
 * end: `spender` has `left` requests until `secondsLeft` have passed.
 */
export type Spent = { isWithin: boolean; spender: Spender; budget: Budget; quota: number; left: number; secondsLeft: number }

/** Pays for one request of an application or a card holder. At once, unless this instance must lease more from the table. */
export type SpendQuota = (spender: Spender, budget: Budget) => Spent | Promise<Spent>

export type LeaseDeps = {
  count: CountRequests
  quotas: Quotas
  now: Clock
  /** Gives what `promise` gives, or fails when that takes too long. */
  soon: <T>(promise: Promise<T>) => Promise<T>
}

/** What this instance knows of one budget of one spender in one window. */
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
 * and serves them. Each request is paid from two: that of who sends it, and that of the account. When a count cannot be had, requests
 * go through, and an instance lets no more through than the quota.
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
    const quota = quotaOf(deps.quotas, spender, budget)
    // An account has no more of it than an application: more instances serve it, and each may pass the quota by so much.
    const held = uncounted(Math.min(quota, deps.quotas[budget]))
    const fresh = newPurse(spender, budget, quota, held, windowStart(name, now))
    purses.set(name, fresh)
    return fresh
  }

  /** When the purse holds nothing, what leases more into it: one lease for all requests that wait. */
  const filling = (purse: Purse): Promise<void> | undefined => {
    if (purse.held > 0) return undefined
    purse.asking ??= lease(deps, purse).finally(() => {
      purse.asking = undefined
    })
    return purse.asking
  }

  /** Takes from both purses or from neither, so that what one refuses does not count against the other. */
  const spend = (own: Purse, whole: Purse): Spent | Promise<Spent> => {
    if (own.isEmpty || whole.isEmpty) return stateOf(nearerToItsEnd(own, whole), false, deps.now())
    if (own.held === 0 || whole.held === 0) return Promise.all([filling(own), filling(whole)]).then(() => spend(own, whole))
    for (const purse of [own, whole]) {
      purse.held -= 1
      purse.served += 1
    }
    return stateOf(nearerToItsEnd(own, whole), true, deps.now())
  }
  return (spender, budget) => spend(purseOf(spender, budget), purseOf(wholeAccount(spender.accountId), budget))
}

const newPurse = (spender: Spender, budget: Budget, quota: number, held: number, startsAt: Instant): Purse => ({
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
})

const leftOf = ({ held, unleased }: Purse) => held + unleased

/** Of two purses the one that fewer requests use up; of two with the same number, the one that is whole again later. */
const nearerToItsEnd = (one: Purse, other: Purse): Purse => {
  const difference = leftOf(one) - leftOf(other)
  return difference < 0 || (difference === 0 && one.startsAt >= other.startsAt) ? one : other
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
    purse.held = sizeWithoutCount(size, quota, purse.served)
    purse.owed += purse.held
    purse.isEmpty = purse.held === 0
    purse.unleased = Math.max(0, purse.unleased - purse.held)
    const { accountId, kind } = spender
    log('error', 'requests were not counted, and are let through', { accountId, of: kind, budget, ...describeError(thrown) })
  }
}

const stateOf = (purse: Purse, isWithin: boolean, now: Instant): Spent => ({
  isWithin,
  spender: purse.spender,
  budget: purse.budget,
  quota: purse.quota,
  left: leftOf(purse),
  secondsLeft: Math.max(1, Math.ceil((purse.startsAt + quotaWindow - now) / second)),
})
