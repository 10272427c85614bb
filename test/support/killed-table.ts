import type { Table } from '../../shared/storage/table/types.ts'

/** Whether the function dies at this use of the table: before it, or after it happened and before anybody hears of that. */
export type Death = 'before' | 'after' | undefined

/**
 * The table as a function has it that may be killed at any await. A use that it does not survive throws, and a write may have
 * happened then.
 */
export const killedTable = (table: Table, deathNow: () => Death): Table => {
  const dying = async <T>(use: () => Promise<T>): Promise<T> => {
    const death = deathNow()
    if (death === 'before') throw new Error('The function was killed before it used the table')
    const answer = await use()
    if (death === 'after') throw new Error('The function was killed after it used the table')
    return answer
  }
  return {
    pause: table.pause,
    get: (key, options) => dying(() => table.get(key, options)),
    getMany: (keys, options) => dying(() => table.getMany(keys, options)),
    query: (query) => dying(() => table.query(query)),
    visit: (query, each) => dying(() => table.visit(query, each)),
    count: (query) => dying(() => table.count(query)),
    update: (update) => dying(() => table.update(update)),
    write: (writes) => dying(() => table.write(writes)),
    putAll: (items) => dying(() => table.putAll(items)),
  }
}
