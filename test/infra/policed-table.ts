import type { FunctionName } from '../../infra/stage.ts'
import { type TableAccess, type TableAction, tableAccess } from '../../infra/table-access.ts'
import type { Key, Table, TableQuery, Write } from '../../shared/storage/table/types.ts'

type Call = Readonly<{ action: TableAction; pk: string; index?: 'GSI1' | 'GSI2' | undefined }>

/** A pattern of IAM, in which `*` stands for any text. */
const matches = (pattern: string, text: string): boolean =>
  new RegExp(`^${pattern.replaceAll(/[^*\w#-]/g, '\\$&').replaceAll('*', '.*')}$`, 's').test(text)

const allows = ({ may, under, indexes = [] }: TableAccess, { action, pk, index }: Call): boolean =>
  may.includes(action) && (index === undefined || indexes.includes(index)) && under.some((pattern) => matches(pattern, pk))

const callOf = (write: Write): Call => {
  if ('put' in write) return { action: 'PutItem', pk: write.put.pk }
  if ('update' in write) return { action: 'UpdateItem', pk: write.update.pk }
  if ('delete' in write) return { action: 'DeleteItem', pk: write.delete.pk }
  return { action: 'ConditionCheckItem', pk: write.check.pk }
}

/**
 * The table as the role of a function lets it be used: a call that IAM would refuse in the cloud throws. No engine that runs
 * here knows IAM, so this is where a right that is missing shows.
 */
export const policedTable = (table: Table, name: FunctionName): Table => {
  const demand = (calls: readonly Call[]): void => {
    if (tableAccess[name].some((access) => calls.every((call) => allows(access, call)))) return
    const said = calls.map(({ action, pk, index }) => `${action} ${pk}${index ? ` in ${index}` : ''}`)
    throw new Error(`infra/table-access.ts does not let functions/${name} do this to the table: ${said.join(', ')}`)
  }
  const onQuery = ({ pk, index }: TableQuery) => demand([{ action: 'Query', pk, index }])
  const onKeys = (action: TableAction, keys: readonly Key[]) => demand(keys.map(({ pk }) => ({ action, pk })))
  return {
    pause: table.pause,
    get: async (key, options) => {
      onKeys('GetItem', [key])
      return table.get(key, options)
    },
    getMany: async (keys, options) => {
      onKeys('BatchGetItem', keys)
      return table.getMany(keys, options)
    },
    query: async (query) => {
      onQuery(query)
      return table.query(query)
    },
    visit: async (query, each) => {
      onQuery(query)
      return table.visit(query, each)
    },
    count: async (query) => {
      onQuery(query)
      return table.count(query)
    },
    update: async (write) => {
      demand([callOf(write)])
      return table.update(write)
    },
    write: async (writes) => {
      demand(writes.map(callOf))
      return table.write(writes)
    },
    putAll: async (items) => {
      onKeys('BatchWriteItem', items)
      return table.putAll(items)
    },
  }
}
