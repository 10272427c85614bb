import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import { pause as realPause } from '../../adapters/pause.ts'
import { batches, keyOf } from './batches.ts'
import { expressionFields } from './expression.ts'
import { patiently } from './patience.ts'
import { queryPages } from './queries.ts'
import type { Item, Key, Table, UpdateWrite, Write, WriteResult } from './types.ts'
import { transact, writeOne } from './writes.ts'

export type { Condition, Item, Key, Table, TableQuery, UpdateWrite, Write, WriteResult } from './types.ts'

/** The table behind the AWS client. Between two attempts it waits by `pause`. */
export const dynamoTable = (client: DynamoDBClient, tableName: string, pause = realPause): Table => {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  const TableName = tableName
  const pages = queryPages(documents, TableName, pause)
  const { getMany, putAll } = batches(documents, TableName, pause)

  return {
    pause,
    get: async (key, { consistent = true } = {}) => {
      if (!canExist(key)) return undefined
      const command = new GetCommand({ TableName, Key: keyOf(key), ConsistentRead: consistent })
      // The table has no items without the two keys.
      return (await patiently(pause, () => documents.send(command))).Item as Item | undefined
    },
    getMany: (keys, { consistent = false } = {}) => getMany(keys, consistent),
    query: (query) => firstItems(pages(query), query.limit),
    visit: async (query, each) => {
      for await (const { items } of pages(query)) each(items)
    },
    count: async (query) => {
      let total = 0
      for await (const { count } of pages(query, 'COUNT')) total += count
      return total
    },
    update: (write) => update(documents, TableName, pause, write),
    write: (writes) => write(documents, TableName, pause, writes),
    putAll,
  }
}

const firstItems = async (pages: AsyncIterable<{ items: Item[] }>, limit = Number.POSITIVE_INFINITY): Promise<Item[]> => {
  const items: Item[] = []
  for await (const page of pages) {
    items.push(...page.items)
    if (items.length >= limit) break
  }
  return items.slice(0, limit)
}

const update = async (documents: DynamoDBDocumentClient, TableName: string, pause: Table['pause'], write: UpdateWrite) => {
  const Key = keyOf(write.update)
  const command = new UpdateCommand({ TableName, Key, ReturnValues: 'ALL_NEW', ...expressionFields(write.when, write) })
  try {
    // The table has no items without the two keys.
    return (await patiently(pause, () => documents.send(command))).Attributes as Item | undefined
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return undefined
    throw thrown
  }
}

const write = async (
  documents: DynamoDBDocumentClient,
  TableName: string,
  pause: Table['pause'],
  writes: Write[],
): Promise<WriteResult> => {
  const [only, ...others] = writes
  if (!only) return { ok: true }
  if (others.length > 0 || 'check' in only) return transact(documents, TableName, pause, writes)
  return writeOne(documents, TableName, pause, only)
}

/** The longest keys that DynamoDB stores, in bytes. It refuses to look for longer ones, as for empty ones. */
const maxKeyBytes = { pk: 2_048, sk: 1_024 }

/** Whether there can be such an item: a caller may ask for a name of any length, and nothing has it. */
const canExist = ({ pk, sk }: Key): boolean =>
  pk !== '' && sk !== '' && Buffer.byteLength(pk) <= maxKeyBytes.pk && Buffer.byteLength(sk) <= maxKeyBytes.sk
