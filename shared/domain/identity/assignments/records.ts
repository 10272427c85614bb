import type { Deps } from '../../deps.ts'
import type { Subscription } from '../../outbound/subscriptions/entity.ts'
import type { Event, EventType } from '../../record/events/entity.ts'
import { hiddenChanges, withoutValues } from '../../record/events/hidden-changes.ts'
import { isEventVisible } from '../../record/events/visible.ts'
import { contains } from '../principals/may.ts'
import { everywhere, type Scope } from '../principals/permission.ts'
import { siteTest } from './places.ts'
import { narrowedReads, visibleOfFew } from './reads.ts'

/** The rules that lead to visible doors. `accessPoints` is narrowed already. */
export const narrowedRules = (
  rules: Deps['rules'],
  { accessPoints }: Pick<Deps, 'accessPoints'>,
  scope: Scope,
): Deps['rules'] => {
  if (scope.sites === 'all') return rules
  const isAssigned = siteTest(scope)
  const { get, ofTarget, set, remove } = rules
  return {
    ofSubject: async (accountId, subject, target) => {
      const found = await rules.ofSubject(accountId, subject, target)
      const doors = found.flatMap((rule) => ('accessPointId' in rule.target ? rule.target.accessPointId : []))
      const visible = new Set((await accessPoints.getMany(accountId, [...new Set(doors)])).map(({ id }) => id))
      return found.filter(({ target: at }) => {
        if (at.kind === 'site') return isAssigned(at.siteId)
        return 'accessPointId' in at ? visible.has(at.accessPointId) : true
      })
    },
    get,
    ofTarget,
    set,
    remove,
  }
}

/** Events of what is assigned, without the names of what is not. The counts that are kept count everything, so events are read one by one. */
export const narrowedEvents = (events: Deps['events'], scope: Scope): Deps['events'] => {
  const [isVisible, hidden] = [isEventVisible(scope), hiddenChanges(scope)]
  return {
    newest: async (accountId, kind, wanted) => {
      const isWanted = (event: Event) => isVisible(event) && wanted.test(event)
      const found = await events.newest(accountId, kind, { ...wanted, test: isWanted, mostMatch: false })
      return found.map((event) => withoutValues(event, hidden(event)))
    },
    countEach: (accountId, kind, range, test) =>
      events.countEach(accountId, kind, range, (event) => isVisible(event) && test(event)),
    counts: async (accountId, kind, range, siteId) => {
      const byType = new Map<EventType, number>()
      const all = await events.countEach(accountId, kind, range, (event) => {
        if (!isVisible(event) || (siteId !== undefined && event.site?.id !== siteId)) return false
        byType.set(event.type, (byType.get(event.type) ?? 0) + 1)
        return true
      })
      return { all, byType }
    },
    find: async (accountId, kind, uuid, when) => {
      const event = await events.find(accountId, kind, uuid, when)
      return event && isVisible(event) ? withoutValues(event, hidden(event)) : undefined
    },
    at: events.at,
    add: events.add,
  }
}

/** Subscriptions that are sent nothing but what is assigned. An account has few, so all of them are read. */
export const narrowedSubscriptions = (subscriptions: Deps['subscriptions'], scope: Scope): Deps['subscriptions'] => {
  const isVisible = ({ limits }: Subscription) => limits !== undefined && contains(scope, { ...everywhere, ...limits })
  const { adding, add, replace, switchOn, remove, current, recent, disable, markSlow, claimMail } = subscriptions
  const reads = narrowedReads(subscriptions, visibleOfFew(subscriptions, isVisible))
  return { ...reads, adding, add, replace, switchOn, remove, current, recent, disable, markSlow, claimMail }
}

/** An account, of which only what is visible is counted. The stores that it is counted by are narrowed already. */
export const narrowedAccounts = (
  accounts: Deps['accounts'],
  stores: Pick<Deps, 'accessPoints' | 'cameras' | 'credentials' | 'panels' | 'sites' | 'users'>,
): Deps['accounts'] => {
  const { get, add, replace, close, reopen, customers, searchCustomers } = accounts
  const nothing = { offset: 0, pageSize: 0 }
  return {
    counts: async (accountId) => {
      const [counts, doors, cameras, credentials, panels, sites, users] = await Promise.all([
        accounts.counts(accountId),
        stores.accessPoints.page(accountId, nothing),
        stores.cameras.page(accountId, nothing),
        stores.credentials.page(accountId, nothing),
        stores.panels.pageLive(accountId, nothing),
        stores.sites.page(accountId, nothing),
        stores.users.page(accountId, nothing),
      ])
      return {
        administrator: counts.administrator,
        'access-point': doors.count,
        camera: cameras.count,
        credential: credentials.count,
        panel: panels.count,
        site: sites.count,
        user: users.count,
      }
    },
    get,
    add,
    replace,
    close,
    reopen,
    customers,
    searchCustomers,
  }
}
