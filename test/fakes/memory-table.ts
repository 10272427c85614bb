import type { Pause } from '../../shared/lib/retry.ts'
import type { Condition, Item, Key, Table, TableQuery, Write, WriteResult } from '../../shared/storage/table/types.ts'
import { checkItem, checkQuery, checkWrites } from './item-limits.ts'
import { turnsPause } from './pause.ts'

/** What a table in memory held at one moment. */
export type Snapshot = {
  /** The keys of items that were written or deleted since. */
  changes: () => Key[]
  /** Makes the table what it was. */
  restore: () => void
}
export type MemoryTable = Table & { items: () => Item[]; snapshot: () => Snapshot }

/** The table in memory, with copies of `start` in it. It may stand for DynamoDB in tests because both pass the suite in `test/storage/table.test.ts`. */
export const memoryTable = (pause: Pause = turnsPause(), start: readonly Item[] = []): MemoryTable => {
  const items = new Map(start.map((item) => [keyText(item), structuredClone(item)]))
  const find = (key: Key) => items.get(keyText(key))

  const write = (writes: Write[]): WriteResult => {
    const targets = writes.map(targetOf)
    checkWrites(writes, targets)
    if (new Set(targets.map(keyText)).size < targets.length) throw new Error('Two writes of one transaction meet one item')
    const failed = writes.flatMap((one, index) => {
      const item = find(targetOf(one))
      const holds = (one.when ?? []).every((condition) => conditionHolds(item, condition))
      return holds ? [] : [{ index, ...(item ? { item: structuredClone(item) } : {}) }]
    })
    if (failed.length > 0) return { ok: false, failed }
    for (const one of writes) apply(one)
    return { ok: true }
  }

  const apply = (one: Write) => {
    const key = targetOf(one)
    if ('put' in one) items.set(keyText(key), withoutUndefined(one.put))
    if ('delete' in one) items.delete(keyText(key))
    if ('update' in one) {
      const item = structuredClone(find(key) ?? { pk: key.pk, sk: key.sk })
      for (const [path, value] of Object.entries(one.set ?? {})) assign(item, path, structuredClone(value))
      for (const [path, amount] of Object.entries(one.add ?? {})) assign(item, path, Number(valueAt(item, path) ?? 0) + amount)
      for (const path of one.remove ?? []) drop(item, path)
      checkItem(item)
      items.set(keyText(key), item)
    }
  }

  const query = (wanted: TableQuery): Item[] => {
    checkQuery(wanted)
    const [pk, sk] = wanted.index ? [`${wanted.index.toLowerCase()}pk`, `${wanted.index.toLowerCase()}sk`] : ['pk', 'sk']
    const inRange = (sort: string) =>
      wanted.beginsWith !== undefined
        ? sort.startsWith(wanted.beginsWith)
        : (wanted.from === undefined || sort >= wanted.from) && (wanted.to === undefined || sort <= wanted.to)
    const found = [...items.values()]
      .filter((item) => item[pk] === wanted.pk && typeof item[sk] === 'string' && inRange(item[sk]))
      .sort((a, b) => (String(a[sk]) < String(b[sk]) ? -1 : 1))
    if (wanted.descending) found.reverse()
    const projected = wanted.index === 'GSI2' ? found.map(onlyFind) : found
    return structuredClone(projected.slice(0, wanted.limit))
  }

  return {
    pause,
    get: async (key) => structuredClone(find(key)),
    getMany: async (keys) => structuredClone(keys.flatMap((key) => find(key) ?? [])),
    query: async (wanted) => query(wanted),
    visit: async (wanted, each) => each(query(wanted)),
    count: async (wanted) => query(wanted).length,
    update: async (one) => {
      if (!write([one]).ok) return undefined
      return structuredClone(find(one.update))
    },
    write: async (writes) => write(writes),
    putAll: async (all) => {
      for (const put of all) {
        checkItem(put)
        apply({ put })
      }
    },
    items: () => structuredClone([...items.values()]),
    snapshot: () => {
      // Every write puts a new object, so the map alone is the whole state.
      const held = new Map(items)
      return {
        changes: () => {
          const written = [...items].flatMap(([key, item]) => (held.get(key) === item ? [] : [item]))
          return [...written, ...[...held].flatMap(([key, item]) => (items.has(key) ? [] : [item]))].map(({ pk, sk }) => ({
            pk,
            sk,
          }))
        },
        restore: () => {
          items.clear()
          for (const [key, item] of held) items.set(key, item)
        },
      }
    },
  }
}

const keyText = (key: Key) => `${key.pk} ${key.sk}`
const targetOf = (write: Write): Key => {
  if ('put' in write) return write.put
  if ('update' in write) return write.update
  return 'delete' in write ? write.delete : write.check
}
const onlyFind = ({ pk, sk, gsi2pk, gsi2sk, find }: Item): Item => ({ pk, sk, gsi2pk, gsi2sk, find })
const withoutUndefined = (item: Item): Item => {
  const { pk, sk, ...rest } = item
  return { pk, sk, ...JSON.parse(JSON.stringify(rest)) }
}

const segments = (path: string) => path.split(/[.[\]]+/).filter((part) => part !== '')
/** A document or list of an item; paths lead through these only. */
type Node = Record<string, unknown>
const valueAt = (item: Item | undefined, path: string): unknown =>
  segments(path).reduce<unknown>((node, part) => (node as Node | undefined)?.[part], item)
const parentOf = (item: Item, path: string): [Node | undefined, string] => {
  const parts = segments(path)
  const last = parts.pop() ?? ''
  return [parts.reduce<unknown>((node, part) => (node as Node | undefined)?.[part], item) as Node | undefined, last]
}
const assign = (item: Item, path: string, value: unknown) => {
  const [parent, last] = parentOf(item, path)
  if (!parent) throw new Error(`The path ${path} leads through nothing`)
  if (value !== undefined) parent[Array.isArray(parent) ? String(Math.min(Number(last), parent.length)) : last] = value
}
const drop = (item: Item, path: string) => {
  const [parent, last] = parentOf(item, path)
  if (Array.isArray(parent)) parent.splice(Number(last), 1)
  else if (parent) delete parent[last]
}

const conditionHolds = (item: Item | undefined, condition: Condition): boolean => {
  if ('anyOf' in condition) return condition.anyOf.some((one) => conditionHolds(item, one))
  const value = valueAt(item, condition.attribute)
  if (condition.is === 'absent') return value === undefined
  if (condition.is === 'present') return value !== undefined
  if (condition.is === '<>') return value !== condition.value
  if (value === undefined || typeof value !== typeof condition.value) return false
  const [left, right] = [value as string | number, condition.value as string | number]
  const comparisons = { '=': left === right, '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right }
  return comparisons[condition.is]
}
