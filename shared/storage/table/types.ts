import type { Pause } from '../../lib/retry.ts'

/** Names one item. */
export type Key = { pk: string; sk: string }
export type Item = Key & { [attribute: string]: unknown }

/** Something that must hold of the item as it stands, or the write is refused. `attribute` may be a path: `a.b`, `counts[3]`. */
export type Condition =
  | { attribute: string; is: 'absent' }
  | { attribute: string; is: 'present' }
  | { attribute: string; is: '=' | '<>' | '<' | '<=' | '>' | '>='; value: string | number | boolean }
  | { anyOf: Condition[] }

/** One change. `set` assigns paths, `add` adds numbers to paths (absent counts as 0), `remove` drops paths. */
export type PutWrite = { put: Item; when?: Condition[] }
export type UpdateWrite = {
  update: Key
  set?: Record<string, unknown>
  add?: Record<string, number>
  remove?: string[]
  when?: Condition[]
}
export type DeleteWrite = { delete: Key; when?: Condition[] }
export type CheckWrite = { check: Key; when: Condition[] }
export type Write = PutWrite | UpdateWrite | DeleteWrite | CheckWrite

/** Which writes of a refused group found their condition false, by position, and the item each one met, if there was one. */
export type WriteResult = { ok: true } | { ok: false; failed: { index: number; item?: Item }[] }

/** Items of one partition in order of their sort key. `from` and `to` are inclusive; `beginsWith` excludes both. */
export type TableQuery = {
  index?: 'GSI1' | 'GSI2'
  pk: string
  from?: string
  to?: string
  beginsWith?: string
  limit?: number
  descending?: boolean
  consistent?: boolean
}

/**
 * The one table, as every store sees it. Outages throw; a condition that does not hold is an answer. Two implementations
 * pass one suite: DynamoDB (`table.ts`) and an in-memory one for tests.
 */
export type Table = {
  /** The item, read strongly unless `consistent` is false. A key that is longer than any can be names none. */
  get(key: Key, options?: { consistent?: boolean }): Promise<Item | undefined>
  /** The items that exist of `keys`, in the order of `keys`; any number of keys, read in parallel hundreds. */
  getMany(keys: Key[], options?: { consistent?: boolean }): Promise<Item[]>
  /** All items of the query up to `limit`, however many pages that takes. */
  query(query: TableQuery): Promise<Item[]>
  /** Shows `each` the items of the query page by page, so that no more than a page of them is held at a time. */
  visit(query: TableQuery, each: (items: Item[]) => void): Promise<void>
  /** How many items the query has. */
  count(query: TableQuery): Promise<number>
  /** Applies one update and gives the item as it is then; undefined when a condition does not hold. */
  update(update: UpdateWrite): Promise<Item | undefined>
  /** All of the writes or none: one plain write, or a transaction of up to 100. Meeting another transaction is retried. */
  write(writes: Write[]): Promise<WriteResult>
  /** Writes items unconditionally in parallel batches of 25, each at least once; not atomic. */
  putAll(items: Item[]): Promise<void>
  /** The pause between two attempts at a change that others overtook. */
  pause: Pause
}
