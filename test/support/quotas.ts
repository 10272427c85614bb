import type { Quotas, Spender } from '../../shared/domain/identity/quotas/entity.ts'
import { type CountRequests, type LeaseDeps, quotaLeases } from '../../shared/http/quota-leases.ts'
import { AccountId } from '../../shared/lib/ids.ts'
import { quotaCountStore } from '../../shared/storage/identity/quota-counts.ts'
import { memoryTable } from '../fakes/memory-table.ts'

/** The same number for every application and card holder, and another for every account. */
export const quotasOf = (each: number, account: number): Quotas => ({
  general: each,
  doors: each,
  revocations: each,
  emergencies: each,
  cardHolder: each,
  accountGeneral: account,
  accountDoors: account,
  accountRevocations: account,
  accountEmergencies: account,
})

/** An application of the account 1. */
export const application = (name: string): Spender => ({ kind: 'application', accountId: AccountId.parse(1), name })
export const cardHolder = (id: number): Spender => ({ kind: 'cardHolder', accountId: AccountId.parse(1), name: `user-${id}` })

/** A table, a clock, and instances that share them. */
export const quotaCloud = (quotas: Quotas, more: Partial<LeaseDeps> = {}) => {
  const clock = { now: Date.UTC(2026, 2, 2, 12) }
  const store = quotaCountStore(memoryTable())
  const written: { kind: Spender['kind']; amount: number }[] = []
  const count: CountRequests = (spender, budget, startsAt, amount) => {
    written.push({ kind: spender.kind, amount })
    return store.count(spender, budget, startsAt, amount)
  }
  const instance = () => quotaLeases({ count, quotas, now: () => clock.now, soon: (promise) => promise, ...more })
  return { clock, instance, count, written }
}
