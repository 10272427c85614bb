import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { expressionFields } from './expression.ts'
import type { Item, Key, Table, TableQuery, UpdateWrite, Write, WriteResult } from './types.ts'

export type { Condition, Item, Key, Table, TableQuery, UpdateWrite, Write, WriteResult } from './types.ts'

const conflictRetries = 8
/** How often a batch is asked again for what the service left out of it. Beyond that the table is overloaded, which is an outage. */
const leftOutRetries = 12

/** The table behind the AWS client. */
export const dynamoTable = (client: DynamoDBClient, tableName: string): Table => {
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } })
  const TableName = tableName

  const getChunk = async (keys: Key[], consistent: boolean) => {
    const found: Item[] = []
    let wanted: Key[] = keys
    for (let attempt = 0; wanted.length > 0; attempt += 1) {
      const answer = await documents.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys: wanted.map(keyOf), ConsistentRead: consistent } } }),
      )
      found.push(...((answer.Responses?.[TableName] ?? []) as Item[]))
      wanted = (answer.UnprocessedKeys?.[TableName]?.Keys ?? []) as Key[]
      if (wanted.length > 0) await backOffFromLeftOut(attempt)
    }
    return found
  }

  const putChunk = async (items: Item[]) => {
    let wanted = items
    for (let attempt = 0; wanted.length > 0; attempt += 1) {
      const requests = wanted.map((Item) => ({ PutRequest: { Item } }))
      const answer = await documents.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }))
      wanted = (answer.UnprocessedItems?.[TableName] ?? []).flatMap((one) => (one.PutRequest?.Item as Item | undefined) ?? [])
      if (wanted.length > 0) await backOffFromLeftOut(attempt)
    }
  }

  const queryPages = async (query: TableQuery, each: (items: Item[], count: number) => boolean, select?: 'COUNT') => {
    let start: Record<string, unknown> | undefined
    do {
      const answer = await documents.send(
        new QueryCommand({
          TableName,
          ...queryFields(query),
          ...(select ? { Select: select } : {}),
          ...(start ? { ExclusiveStartKey: start } : {}),
        }),
      )
      start = answer.LastEvaluatedKey
      if (!each((answer.Items ?? []) as Item[], answer.Count ?? 0)) return
    } while (start)
  }

  const transact = async (writes: Write[]): Promise<WriteResult> => {
    for (let attempt = 0; ; attempt += 1) {
      try {
        await documents.send(new TransactWriteCommand({ TransactItems: writes.map((write) => transactItem(TableName, write)) }))
        return { ok: true }
      } catch (thrown) {
        if (!(thrown instanceof TransactionCanceledException)) throw thrown
        const failed = failedConditions(thrown)
        if (failed.length > 0) return { ok: false, failed }
        const conflict = thrown.CancellationReasons?.some((reason) => reason.Code === 'TransactionConflict')
        if (!conflict || attempt >= conflictRetries) throw thrown
        await backOff(attempt)
      }
    }
  }

  return {
    get: async (key, { consistent = true } = {}) => {
      if (!canExist(key)) return undefined
      const answer = await documents.send(new GetCommand({ TableName, Key: keyOf(key), ConsistentRead: consistent }))
      return answer.Item as Item | undefined
    },
    getMany: async (keys, { consistent = false } = {}) => {
      const unique = [...new Map(keys.map((key) => [keyText(key), key])).values()]
      const found = (await Promise.all(chunks(unique, 100).map((chunk) => getChunk(chunk, consistent)))).flat()
      const byKey = new Map(found.map((item) => [keyText(item), item]))
      return keys.flatMap((key) => byKey.get(keyText(key)) ?? [])
    },
    query: async (query) => {
      const items: Item[] = []
      await queryPages(query, (page) => {
        items.push(...page)
        return query.limit === undefined || items.length < query.limit
      })
      return query.limit === undefined ? items : items.slice(0, query.limit)
    },
    visit: (query, each) =>
      queryPages(query, (page) => {
        each(page)
        return true
      }),
    count: async (query) => {
      let total = 0
      await queryPages(
        query,
        (_, count) => {
          total += count
          return true
        },
        'COUNT',
      )
      return total
    },
    update: async (write) => {
      try {
        const command = new UpdateCommand({
          TableName,
          Key: keyOf(write.update),
          ReturnValues: 'ALL_NEW',
          ...expressionFields(write.when, write),
        })
        const answer = await unlessInTransaction(() => documents.send(command))
        return answer.Attributes as Item | undefined
      } catch (thrown) {
        if (thrown instanceof ConditionalCheckFailedException) return undefined
        throw thrown
      }
    },
    write: async (writes) => {
      const [only, ...others] = writes
      if (!only) return { ok: true }
      if (others.length > 0 || 'check' in only) return transact(writes)
      try {
        await unlessInTransaction(() => sendPlain(documents, TableName, only))
        return { ok: true }
      } catch (thrown) {
        if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown
        return { ok: false, failed: [{ index: 0, ...(thrown.Item ? { item: unmarshall(thrown.Item) as Item } : {}) }] }
      }
    },
    putAll: async (items) => {
      await Promise.all(chunks(items, 25).map(putChunk))
    },
  }
}

/** A plain write that met an item inside somebody's transaction is tried again: that lasts for milliseconds. */
const unlessInTransaction = async <T>(send: () => Promise<T>): Promise<T> => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await send()
    } catch (thrown) {
      if (!(thrown instanceof TransactionConflictException) || attempt >= conflictRetries) throw thrown
      await backOff(attempt)
    }
  }
}

const onFailure = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const

const sendPlain = async (documents: DynamoDBDocumentClient, TableName: string, write: Exclude<Write, { check: Key }>) => {
  if ('put' in write) {
    await documents.send(new PutCommand({ TableName, Item: write.put, ...expressionFields(write.when), ...onFailure }))
  } else if ('update' in write) {
    await documents.send(new UpdateCommand(updateFields(TableName, write)))
  } else {
    await documents.send(
      new DeleteCommand({ TableName, Key: keyOf(write.delete), ...expressionFields(write.when), ...onFailure }),
    )
  }
}

const transactItem = (TableName: string, write: Write) => {
  if ('put' in write) return { Put: { TableName, Item: write.put, ...expressionFields(write.when), ...onFailure } }
  if ('delete' in write) return { Delete: { TableName, Key: keyOf(write.delete), ...expressionFields(write.when), ...onFailure } }
  if ('update' in write) return { Update: updateFields(TableName, write) }
  const { ConditionExpression = '', ...rest } = expressionFields(write.when)
  return { ConditionCheck: { TableName, Key: keyOf(write.check), ConditionExpression, ...rest, ...onFailure } }
}

const updateFields = (TableName: string, write: UpdateWrite) => {
  const { UpdateExpression = '', ...rest } = expressionFields(write.when, write)
  return { TableName, Key: keyOf(write.update), UpdateExpression, ...rest, ...onFailure }
}

const failedConditions = (thrown: TransactionCanceledException) =>
  (thrown.CancellationReasons ?? []).flatMap((reason, index) =>
    reason.Code === 'ConditionalCheckFailed'
      ? [{ index, ...(reason.Item ? { item: unmarshall(reason.Item) as Item } : {}) }]
      : [],
  )

const queryFields = (query: TableQuery) => {
  const prefix = query.index ? query.index.toLowerCase() : ''
  const names = { '#pk': `${prefix}pk`, '#sk': `${prefix}sk` }
  const values: Record<string, string> = { ':pk': query.pk }
  let sort = ''
  if (query.beginsWith !== undefined) {
    sort = ' AND begins_with(#sk, :begins)'
    values[':begins'] = query.beginsWith
  } else if (query.from !== undefined && query.to !== undefined) {
    sort = ' AND #sk BETWEEN :from AND :to'
    Object.assign(values, { ':from': query.from, ':to': query.to })
  } else if (query.from !== undefined) {
    sort = ' AND #sk >= :from'
    values[':from'] = query.from
  } else if (query.to !== undefined) {
    sort = ' AND #sk <= :to'
    values[':to'] = query.to
  }
  return {
    ...(query.index ? { IndexName: query.index } : {}),
    KeyConditionExpression: `#pk = :pk${sort}`,
    ExpressionAttributeNames: sort ? names : { '#pk': names['#pk'] },
    ExpressionAttributeValues: values,
    ScanIndexForward: !query.descending,
    ConsistentRead: query.consistent === true && !query.index,
    ...(query.limit === undefined ? {} : { Limit: query.limit }),
  }
}

/** The longest keys that DynamoDB stores, in bytes. It refuses to look for longer ones, as for empty ones. */
const longestKey = { pk: 2_048, sk: 1_024 }

/** Whether there can be such an item: a caller may ask for a name of any length, and nothing has it. */
const canExist = ({ pk, sk }: Key): boolean =>
  pk !== '' && sk !== '' && Buffer.byteLength(pk) <= longestKey.pk && Buffer.byteLength(sk) <= longestKey.sk

const keyOf = (key: Key): Key => ({ pk: key.pk, sk: key.sk })
const keyText = (key: Key) => `${key.pk} ${key.sk}`

const chunks = <T>(all: T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))

const backOffFromLeftOut = async (attempt: number) => {
  if (attempt >= leftOutRetries) throw new Error('The table leaves out parts of a batch again and again')
  await backOff(attempt)
}

/** Full jitter: up to 20 ms at first, doubling to 640 ms. */
const backOff = (attempt: number) => new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * 2 ** Math.min(attempt, 5)))
