import type { Event } from '../domain/events/schema.ts'
import type { AccountId } from '../lib/ids.ts'
import { eventCountKey, eventPartition, eventShards, eventSort, utcDay, utcHour } from './keys.ts'
import type { Item, Write } from './table-types.ts'

/** Which of a day's partitions an event lies in, from its uuid. */
export const eventShard = (uuid: string): number => Number.parseInt(uuid.slice(-4), 16) % eventShards

/** The item of one event. */
export const eventItem = (accountId: AccountId, event: Event): Item => ({
  ...event,
  pk: eventPartition(accountId, event.kind, utcDay(event.occurredAt), eventShard(event.uuid)),
  sk: eventSort(event.occurredAt, event.uuid),
  entity: 'event',
  accountId,
})

/** What a change tells of itself: usually one event, none when it has been told already, or several at once. */
export type Told = Event | readonly Event[] | undefined

/** The writes that add events and count them, for the transaction of the change that they tell of. */
export const eventWrites = (accountId: AccountId, told: Told): Write[] => {
  const events = told === undefined ? [] : [told].flat()
  const puts = events.map((event): Write => ({ put: eventItem(accountId, event), when: [{ attribute: 'pk', is: 'absent' }] }))
  return [...puts, ...eventCountWrites(accountId, events)]
}

/** The writes that count events: one per kind and UTC hour, in all (`n`), by type (`t<code>`) and by site (`s<id>`). */
export const eventCountWrites = (accountId: AccountId, events: readonly Event[]): Write[] => {
  const sums = new Map<string, { update: { pk: string; sk: string }; add: Record<string, number> }>()
  for (const event of events) {
    const key = eventCountKey(accountId, event.kind, utcHour(event.occurredAt))
    const sum = sums.get(`${key.pk} ${key.sk}`) ?? { update: key, add: {} }
    for (const counter of ['n', `t${event.code}`, ...(event.site ? [`s${event.site.id}`] : [])]) {
      sum.add[counter] = (sum.add[counter] ?? 0) + 1
    }
    sums.set(`${key.pk} ${key.sk}`, sum)
  }
  return [...sums.values()]
}
