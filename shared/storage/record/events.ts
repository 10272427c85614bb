import { z } from 'zod'
import { Event, type EventKind, EventType } from '../../domain/record/events/entity.ts'
import { day, type Instant } from '../../lib/clock.ts'
import { AccountId } from '../../lib/ids.ts'
import { paddedInstant } from '../keys/common.ts'
import { eventCountPartition, eventCountShards, eventPartition, eventShards, utcDay, utcHour } from '../keys/record.ts'
import type { Item, Key, Table } from '../table/types.ts'
import { counterOf, eventKey, eventWrites, partitionOf } from './event-writes.ts'

/** From an instant on, and before another: `from` is in it, `before` is not. At most a few days long. */
export type EventRange = { from: Instant; before: Instant }

/** Which page of events is wanted: `size` of those that pass `test`. `mostMatch` when few will not, which makes it cheap. */
export type EventPageRequest = { range: EventRange; size: number; test: (event: Event) => boolean; mostMatch: boolean }

/** How many events there are, in all and by their type. */
export type EventCounts = { all: number; byType: Map<EventType, number> }

/** Further events than this are not brought to end a page between two instants: it would not fit an answer. */
const maxPage = 2_000
const scannedAtOnce = 250
/** So many events of a part of a day are looked through for one whose instant is not known. */
const maxLookedThrough = 250

/** The events of an account: read newest first, from all partitions of a day at once. */
export const eventStore = (table: Table) => {
  const inDays = (accountId: AccountId, kind: EventKind, { from, before }: EventRange) =>
    daysOf({ from, before }).map((day) =>
      Array.from({ length: eventShards }, (_, shard) => ({
        pk: eventPartition(accountId, kind, day, shard),
        from: paddedInstant(from),
        // no key is this text itself: keys go on after the instant, so an event at `before` sorts after it
        to: paddedInstant(before),
      })),
    )

  return {
    /**
     * The newest events of the range that pass, `size` of them and those of the same millisecond as the last: a page never
     * ends inside a millisecond, so that what comes before its last event is exactly what it did not show.
     */
    newest: async (accountId: AccountId, kind: EventKind, { range, size, test, mostMatch }: EventPageRequest) => {
      const found: Event[] = []
      const atOnce = mostMatch ? Math.max(8, Math.ceil(size / 2)) : scannedAtOnce
      for (const partitions of inDays(accountId, kind, range)) {
        const cursors = partitions.map((partition) => cursorOf(table, { ...partition, limit: atOnce }))
        for (;;) {
          await Promise.all(cursors.map((cursor) => cursor.fill()))
          const [newest] = cursors.filter((cursor) => cursor.peek() !== undefined).sort(byHead)
          const event = newest?.peek()
          if (!newest || !event) break
          const last = found.at(-1)
          if (last && found.length >= size && (event.occurredAt !== last.occurredAt || found.length >= maxPage)) return found
          newest.take()
          if (test(event)) found.push(event)
        }
      }
      return found
    },

    /** How many events of the range pass, read one by one. */
    countEach: async (accountId: AccountId, kind: EventKind, range: EventRange, test: (event: Event) => boolean) => {
      const parts = await Promise.all(
        inDays(accountId, kind, range)
          .flat()
          .map(async (partition) => (await table.query(partition)).map(read).filter(test).length),
      )
      return parts.reduce((sum, part) => sum + part, 0)
    },

    /** The counts of the hours that the range covers, of the account or of one site: for ranges of whole hours. */
    counts: async (
      accountId: AccountId,
      kind: EventKind,
      { from, before }: EventRange,
      siteId?: number,
    ): Promise<EventCounts> => {
      const partitions = siteId === undefined ? Array.from({ length: eventCountShards }, (_, shard) => ({ shard })) : [{ siteId }]
      const hours = { from: utcHour(from), to: utcHour(before - 1) }
      const items = await Promise.all(
        partitions.map((of) => table.query({ pk: eventCountPartition(accountId, kind, of), ...hours })),
      )
      return sumOf(items.flat())
    },

    /** Stores an event that comes with no other change. Its uuid is new, so that it can be stored. */
    add: async (accountId: AccountId, event: Event): Promise<void> => {
      const written = await table.write(eventWrites(accountId, event))
      if (!written.ok) throw new Error(`The uuid ${event.uuid} of an event is taken`)
    },

    /**
     * The event with this uuid. With the instant that it happened at this is one read. Without it, it is looked for among those of the day
     * before `now`: the newest of its part of the day, and of the day before, so many that the cost has a bound.
     */
    find: async (
      accountId: AccountId,
      kind: EventKind,
      uuid: string,
      when: { occurredAt: Instant } | { now: Instant },
    ): Promise<Event | undefined> => {
      if ('occurredAt' in when) {
        const item = await table.get(eventKey(accountId, { kind, uuid, occurredAt: when.occurredAt }))
        return item && read(item)
      }
      const recent = await Promise.all(
        daysOf({ from: when.now - day, before: when.now + 1 }).map((at) =>
          table.query({ pk: partitionOf(accountId, { kind, uuid }, at), descending: true, limit: maxLookedThrough }),
        ),
      )
      const item = recent.flat().find((one) => one.uuid === uuid)
      return item && read(item)
    },

    /** The event stored under a key that was handed on with it. */
    at: async (key: Key): Promise<Event | undefined> => {
      const item = await table.get(key)
      return item && read(item)
    },
  }
}

const read = (item: Item): Event => Event.parse(item)

/** An event as its item is stored, with the key it is stored under. Throws when it is no event. */
export const storedEvent = (item: Readonly<Record<string, unknown>>) => ({
  accountId: AccountId.parse(item.accountId),
  event: Event.parse(item),
  at: { pk: String(item.pk), sk: String(item.sk) },
})

/** A message of the queue `events`: items of new events of one account, as they are stored. */
export const EventBatch = z.object({ accountId: AccountId, events: z.array(z.record(z.string(), z.unknown())) })
export type EventBatch = z.infer<typeof EventBatch>

/** The UTC days of a range, the last one first. */
const daysOf = ({ from, before }: EventRange): string[] => {
  const days: string[] = []
  for (let at = before - 1; utcDay(at) >= utcDay(from); at -= day) days.push(utcDay(at))
  return days
}

type Cursor = ReturnType<typeof cursorOf>

/** Walks one partition from its end, `limit` items at a time. */
const cursorOf = (table: Table, { limit, ...range }: { pk: string; from: string; to: string; limit: number }) => {
  let waiting: Event[] = []
  let to = range.to
  let done = range.from >= range.to
  return {
    /** Reads on when nothing waits. */
    fill: async () => {
      if (done || waiting.length > 0) return
      const items = await table.query({ ...range, to, limit, descending: true })
      // a range includes its end, which every batch but the first has read already
      waiting = items.filter((item) => item.sk !== to).map(read)
      done = items.length < limit
      to = items.at(-1)?.sk ?? to
    },
    peek: () => waiting[0],
    take: () => waiting.shift(),
  }
}

/** Newest first; events of one millisecond in the order of their uuids, so that every reading gives the same. */
const byHead = (a: Cursor, b: Cursor): number => {
  const [left, right] = [a.peek(), b.peek()]
  if (!left || !right) return 0
  return right.occurredAt - left.occurredAt || (left.uuid < right.uuid ? 1 : -1)
}

/** The counters are those that `eventCountWrites` writes. */
const sumOf = (items: Item[]): EventCounts => {
  const byType = new Map<EventType, number>()
  for (const type of EventType.options) {
    const count = items.reduce((sum, item) => sum + Number(item[counterOf(type)] ?? 0), 0)
    if (count > 0) byType.set(type, count)
  }
  return { all: items.reduce((sum, item) => sum + Number(item.n ?? 0), 0), byType }
}
