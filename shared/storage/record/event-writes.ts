import type { Event, EventType } from '../../domain/record/events/entity.ts'
import type { AccountId } from '../../lib/ids.ts'
import { eventCountPartition, eventCountShards, eventPartition, eventShards, eventSort, utcDay, utcHour } from '../keys/record.ts'
import type { Item, Key, Write } from '../table/types.ts'

/** Spreads events over partitions by the end of their uuid. */
const shardOf = (uuid: string, shards: number): number => Number.parseInt(uuid.slice(-4), 16) % shards

/** The partition of the events of a UTC day among which this one is. */
export const partitionOf = (accountId: AccountId, { kind, uuid }: Pick<Event, 'kind' | 'uuid'>, day: string): string =>
  eventPartition(accountId, kind, day, shardOf(uuid, eventShards))

/** Where an event is stored. */
export const eventKey = (accountId: AccountId, { kind, uuid, occurredAt }: Pick<Event, 'kind' | 'uuid' | 'occurredAt'>): Key => ({
  pk: partitionOf(accountId, { kind, uuid }, utcDay(occurredAt)),
  sk: eventSort(occurredAt, uuid),
})

/** The item of one event. */
export const eventItem = (accountId: AccountId, event: Event): Item => ({
  ...event,
  ...eventKey(accountId, event),
  entity: 'event',
  accountId,
})

/** The attribute that counts a type: a dot in its name would be a path. */
export const counterOf = (type: EventType): string => `t:${type.replaceAll('.', ':')}`

/** The events of a change: one, several, or none. */
export type AuditEvents = Event | readonly Event[] | undefined

/** The writes that add events and count them, for the transaction of their change. */
export const eventWrites = (accountId: AccountId, audited: AuditEvents): Write[] => {
  const events = [audited ?? []].flat()
  const puts = events.map(
    (event): Write => ({
      put: eventItem(accountId, event),
      when: [{ attribute: 'pk', is: 'absent' }],
    }),
  )
  return [...puts, ...eventCountWrites(accountId, events)]
}

/**
 * The writes that count events which are stored together: one per kind and UTC hour, and for access events one more per site.
 * Each counts all (`n`) and every type (`counterOf`).
 */
export const eventCountWrites = (accountId: AccountId, events: readonly Event[]): Write[] => {
  const sums = new Map<string, { update: Key; add: Record<string, number> }>()
  const count = (key: Key, type: EventType) => {
    const sum = sums.get(`${key.pk} ${key.sk}`) ?? { update: key, add: {} }
    for (const counter of ['n', counterOf(type)]) sum.add[counter] = (sum.add[counter] ?? 0) + 1
    sums.set(`${key.pk} ${key.sk}`, sum)
  }
  // one part for all of them: which does not matter, and every further item costs a write
  const shard = shardOf(events[0]?.uuid ?? '0', eventCountShards)
  for (const { kind, type, site, occurredAt } of events) {
    const sk = utcHour(occurredAt)
    count({ pk: eventCountPartition(accountId, kind, { shard }), sk }, type)
    if (kind === 'access' && site) count({ pk: eventCountPartition(accountId, kind, { siteId: site.id }), sk }, type)
  }
  return [...sums.values()]
}
