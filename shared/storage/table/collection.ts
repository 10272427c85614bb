import type { z } from 'zod'
import type { AccountId } from '../../lib/ids.ts'
import type { Page, PageRequest } from '../../lib/page.ts'
import { type Raced, raced, retryRaces } from '../../lib/retry.ts'
import { type EntityName, entityKey, entityPartition, findIndex, findPartition, findShards } from '../keys/common.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import { type Counted, directoryStore, readPage } from './directory.ts'
import type { Condition, Item, Table, Write } from './types.ts'

/** What every entity of a collection carries. `version` counts its changes, so that an update that lost a race is noticed. */
export type Entity = { id: number; version: number }

/**
 * How a change ended: done; `missing` or `changed` (another writer was first: read again, then retry or answer 409);
 * or `refused`, with the positions of the caller's `extra` writes whose conditions did not hold.
 */
export type ChangeResult =
  | { ok: true }
  | { ok: false; reason: 'missing' | 'changed' }
  | { ok: false; reason: 'refused'; extra: number[] }

/**
 * The part of a collection that is counted and listed by itself under a name: the entities with the ids `from` (0 when left out)
 * up to `to`, which is not its own. `rangeSize`: ids in a range of its directory, if not what is usual.
 */
export type Listing = { name: EntityName; from?: number; to?: number; rangeSize?: number }

/**
 * The store that every kind of listed entity builds on: one item per entity, found by id in one read; counted pages at any
 * offset in two; changes that carry their audit event, their counts and the caller's `extra` writes in one transaction.
 * `find` is the compact projection (a few short fields) that filtered listings read instead of whole items; `index` gives
 * further index keys that an entity carries. All are one listing, unless `listings` say otherwise; the first is what is listed
 * when a caller names none.
 */
export const collection = <Schema extends z.ZodType<Entity>, Find extends Record<string, unknown>>(
  table: Table,
  name: EntityName,
  schema: Schema,
  find: (entity: z.infer<Schema>) => Find,
  index: (accountId: AccountId, entity: z.infer<Schema>) => Record<string, string> = () => ({}),
  listings: readonly [Listing, ...Listing[]] = [{ name }],
) => {
  type E = z.infer<Schema>
  const directory = directoryStore(table)
  const read = (item: Item): E => schema.parse(item)
  const listingOf = (id: number): Listing =>
    listings.find(({ from = 0, to }) => from <= id && (to === undefined || id < to)) ?? listings[0]
  const counted = (accountId: AccountId, listing: Listing): Counted => ({ ...listing, items: entityPartition(accountId, name) })
  const itemOf = (accountId: AccountId, entity: E): Item => ({
    ...entity,
    ...entityKey(accountId, name, entity.id),
    ...findIndex(accountId, listingOf(entity.id).name, entity.id),
    ...index(accountId, entity),
    entity: name,
    find: find(entity),
  })

  /** Tries again while only the counts had moved. */
  const unlessOvertaken = async (make: (attempt: number) => Promise<ChangeResult | Raced>): Promise<ChangeResult> => {
    const result = await retryRaces(table.pause, make)
    return result === raced ? { ok: false, reason: 'changed' } : result
  }

  const getMany = async (accountId: AccountId, ids: number[], options: { consistent?: boolean } = {}): Promise<E[]> => {
    const keys = ids.map((id) => entityKey(accountId, name, id))
    return (await table.getMany(keys, options)).map(read)
  }

  const visitFinds = async (
    accountId: AccountId,
    each: (find: Find, id: number) => void,
    of: readonly Listing[] = [listings[0]],
  ): Promise<void> => {
    const shards = of.flatMap((listing) =>
      Array.from({ length: findShards }, (_, shard) => findPartition(accountId, listing.name, shard)),
    )
    const visit = (items: Item[]) => {
      // The projection was written by `itemOf` above, so it has the shape of `find`.
      for (const item of items) each(item.find as Find, Number(item.sk))
    }
    await Promise.all(shards.map((pk) => table.visit({ index: 'GSI2', pk }, visit)))
  }

  /** `counting` is what counts the entity, if that has been read; it is read again when it was overtaken. */
  const addEntity = (accountId: AccountId, entity: E, event: AuditEvents, extra: Write[], counting?: Write[]) =>
    unlessOvertaken(async (attempt) => {
      const counts =
        (attempt === 0 && counting) || (await directory.adding(accountId, counted(accountId, listingOf(entity.id)), entity.id))
      const item: Write = { put: itemOf(accountId, entity), when: [{ attribute: 'pk', is: 'absent' }] }
      return change(table, item, extra, [...counts, ...eventWrites(accountId, event)])
    })

  return {
    get: async (accountId: AccountId, id: number): Promise<E | undefined> => {
      const item = await table.get(entityKey(accountId, name, id))
      return item && read(item)
    },

    /** The entities that exist of `ids`, in that order. */
    getMany,

    /** Every entity, for kinds that a tenant has few of. */
    all: async (accountId: AccountId): Promise<E[]> => (await table.query({ pk: entityPartition(accountId, name) })).map(read),

    /** The next entities after the id `after` (0: from the first), in order of id, read strongly: for walks over all of them. */
    pageAfter: async (accountId: AccountId, after: number, limit: number): Promise<E[]> => {
      const { pk, sk } = entityKey(accountId, name, after + 1)
      return (await table.query({ pk, from: sk, limit, consistent: true })).map(read)
    },

    /** Shows `each` the projections of all entities of the listings, in no order; a million of them are never held at once. */
    visitFinds,

    /** One page of a listing in order of id, and the count of all of it. */
    page: async (accountId: AccountId, { offset, pageSize }: PageRequest, listing: Listing = listings[0]): Promise<Page<E>> => {
      const { count, start } = await directory.locate(accountId, listing.name, offset)
      return { data: start ? (await readPage(table, counted(accountId, listing), start, pageSize)).map(read) : [], count }
    },

    /** One page of those of the listings whose projection passes `test`, and the count of those. */
    search: async (
      accountId: AccountId,
      test: (found: Find, id: number) => boolean,
      { offset, pageSize }: PageRequest,
      of: readonly Listing[] = [listings[0]],
    ): Promise<Page<E>> => {
      const ids: number[] = []
      const collect = (found: Find, id: number) => {
        if (test(found, id)) ids.push(id)
      }
      await visitFinds(accountId, collect, of)
      ids.sort((a, b) => a - b)
      return { data: await getMany(accountId, ids.slice(offset, offset + pageSize)), count: ids.length }
    },

    /**
     * Prepares adding the entity with this id, and gives what adds it: the counts are read meanwhile, so that the caller may read
     * other things at the same time.
     */
    adding: async (accountId: AccountId, id: number) => {
      const counting = await directory.adding(accountId, counted(accountId, listingOf(id)), id)
      return (entity: E, event: AuditEvents, extra: Write[] = []) => addEntity(accountId, entity, event, extra, counting)
    },

    /** Adds an entity with its audit event. `missing` cannot happen; a taken id is `changed`. */
    add: (accountId: AccountId, entity: E, event: AuditEvents, extra: Write[] = []): Promise<ChangeResult> =>
      addEntity(accountId, entity, event, extra),

    /** Puts `next` in place of the entity whose version is `next.version - 1`. */
    replace: (accountId: AccountId, next: E, event: AuditEvents, extra: Write[] = []): Promise<ChangeResult> => {
      const item: Write = { put: itemOf(accountId, next), when: atVersion(next.version - 1) }
      return unlessOvertaken(() => change(table, item, extra, eventWrites(accountId, event)))
    },

    /** Deletes the entity as it was read, with its audit event. */
    remove: (accountId: AccountId, entity: E, event: AuditEvents, extra: Write[] = []): Promise<ChangeResult> =>
      unlessOvertaken(async () => {
        const counts = await directory.removing(accountId, listingOf(entity.id).name, entity.id)
        const item: Write = { delete: entityKey(accountId, name, entity.id), when: atVersion(entity.version) }
        return change(table, item, extra, [...counts, ...eventWrites(accountId, event)])
      }),
  }
}

const atVersion = (version: number): Condition[] => [{ attribute: 'version', is: '=', value: version }]

/** One transaction: the entity's own write, the caller's, then those that keep counts and events. */
const change = async (table: Table, own: Write, extra: Write[], kept: Write[]): Promise<ChangeResult | Raced> => {
  const result = await table.write([own, ...extra, ...kept])
  if (result.ok) return result
  const ownFailure = result.failed.find((one) => one.index === 0)
  if (ownFailure) return { ok: false, reason: ownFailure.item ? 'changed' : 'missing' }
  const refused = result.failed.map((one) => one.index - 1).filter((index) => index < extra.length)
  return refused.length > 0 ? { ok: false, reason: 'refused', extra: refused } : raced
}
