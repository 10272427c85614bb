import type { z } from 'zod'
import type { AccountId } from '../../lib/ids.ts'
import type { Page, PageRequest } from '../../lib/page.ts'
import { type Raced, raced, retryRaces } from '../../lib/retry.ts'
import { type EntityName, entityKey, entityPartition, findIndex, findPartition, findShards } from '../keys/common.ts'
import { type AuditEvents, eventWrites } from '../record/event-writes.ts'
import { directoryStore, readPage } from './directory.ts'
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
 * The store that every kind of listed entity builds on: one item per entity, found by id in one read; counted pages at any
 * offset in two; changes that carry their audit event, their counts and the caller's `extra` writes in one transaction.
 * `find` is the compact projection (a few short fields) that filtered listings read instead of whole items; `index` gives
 * further index keys that an entity carries.
 */
export const collection = <Schema extends z.ZodType<Entity>, Find extends Record<string, unknown>>(
  table: Table,
  name: EntityName,
  schema: Schema,
  find: (entity: z.infer<Schema>) => Find,
  index: (accountId: AccountId, entity: z.infer<Schema>) => Record<string, string> = () => ({}),
) => {
  type E = z.infer<Schema>
  const directory = directoryStore(table)
  const read = (item: Item): E => schema.parse(item)
  const itemOf = (accountId: AccountId, entity: E): Item => ({
    ...entity,
    ...entityKey(accountId, name, entity.id),
    ...findIndex(accountId, name, entity.id),
    ...index(accountId, entity),
    entity: name,
    find: find(entity),
  })

  /** Tries again while only the counts had moved. */
  const unlessOvertaken = async (make: (attempt: number) => Promise<ChangeResult | Raced>): Promise<ChangeResult> => {
    const result = await retryRaces(table.pause, make)
    return result === raced ? { ok: false, reason: 'changed' } : result
  }

  const getMany = async (accountId: AccountId, ids: number[]): Promise<E[]> =>
    (await table.getMany(ids.map((id) => entityKey(accountId, name, id)))).map(read)

  const visitFinds = async (accountId: AccountId, each: (find: Find, id: number) => void): Promise<void> => {
    const shards = Array.from({ length: findShards }, (_, shard) => findPartition(accountId, name, shard))
    const visit = (items: Item[]) => {
      // The projection was written by `itemOf` above, so it has the shape of `find`.
      for (const item of items) each(item.find as Find, Number(item.sk))
    }
    await Promise.all(shards.map((pk) => table.visit({ index: 'GSI2', pk }, visit)))
  }

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

    /** Shows `each` the projections of all entities, in no order; a million of them are never held at once. */
    visitFinds,

    /** One page in order of id, and the count of all. */
    page: async (accountId: AccountId, { offset, pageSize }: PageRequest): Promise<Page<E>> => {
      const { count, start } = await directory.locate(accountId, name, offset)
      return { data: start ? (await readPage(table, entityPartition(accountId, name), start, pageSize)).map(read) : [], count }
    },

    /** One page of those whose projection passes `test`, and the count of those. */
    search: async (
      accountId: AccountId,
      test: (found: Find, id: number) => boolean,
      { offset, pageSize }: PageRequest,
    ): Promise<Page<E>> => {
      const ids: number[] = []
      await visitFinds(accountId, (found, id) => {
        if (test(found, id)) ids.push(id)
      })
      ids.sort((a, b) => a - b)
      return { data: await getMany(accountId, ids.slice(offset, offset + pageSize)), count: ids.length }
    },

    /** The writes that count a new entity: for an `add` whose other reads can be made at the same time. */
    counting: (accountId: AccountId, id: number): Promise<Write[]> =>
      directory.adding(accountId, { name, items: entityPartition(accountId, name) }, id),

    /**
     * Adds an entity with its audit event. `missing` cannot happen; a taken id is `changed`. `counting` may have been read before.
     */
    add: (accountId: AccountId, entity: E, event: AuditEvents, extra: Write[] = [], counting?: Write[]): Promise<ChangeResult> =>
      unlessOvertaken(async (attempt) => {
        const counted =
          attempt === 0 && counting
            ? counting
            : await directory.adding(accountId, { name, items: entityPartition(accountId, name) }, entity.id)
        const item: Write = { put: itemOf(accountId, entity), when: [{ attribute: 'pk', is: 'absent' }] }
        return change(table, item, extra, [...counted, ...eventWrites(accountId, event)])
      }),

    /** Puts `next` in place of the entity whose version is `next.version - 1`. */
    replace: (accountId: AccountId, next: E, event: AuditEvents, extra: Write[] = []): Promise<ChangeResult> => {
      const item: Write = { put: itemOf(accountId, next), when: atVersion(next.version - 1) }
      return unlessOvertaken(() => change(table, item, extra, eventWrites(accountId, event)))
    },

    /** Deletes the entity as it was read, with its audit event. */
    remove: (accountId: AccountId, entity: E, event: AuditEvents, extra: Write[] = []): Promise<ChangeResult> =>
      unlessOvertaken(async () => {
        const counted = await directory.removing(accountId, name, entity.id)
        const item: Write = { delete: entityKey(accountId, name, entity.id), when: atVersion(entity.version) }
        return change(table, item, extra, [...counted, ...eventWrites(accountId, event)])
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
