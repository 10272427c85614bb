import { randomUUID } from 'node:crypto'
import { ConditionalCheckFailedException, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  PutCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { Pause } from '../../lib/retry.ts'
import { keyOf } from './batches.ts'
import { expressionFields } from './expression.ts'
import { patiently } from './patience.ts'
import type { CheckWrite, Item, UpdateWrite, Write, WriteResult } from './types.ts'

/** All of `writes` or none of them. */
export const transact = async (
  documents: DynamoDBDocumentClient,
  TableName: string,
  pause: Pause,
  writes: readonly Write[],
): Promise<WriteResult> => {
  const TransactItems = writes.map((write) => transactItem(TableName, write))
  let token = randomUUID()
  const send = async () => {
    try {
      await documents.send(new TransactWriteCommand({ TransactItems, ClientRequestToken: token }))
    } catch (thrown) {
      // Under its old token a repeat does nothing if the first did it after all, which nobody knows after an internal error. A
      // cancelled transaction did nothing, and its repeat is a new one.
      if (thrown instanceof TransactionCanceledException) token = randomUUID()
      throw thrown
    }
  }
  try {
    await patiently(pause, send)
    return { ok: true }
  } catch (thrown) {
    const failed = thrown instanceof TransactionCanceledException ? failedConditions(thrown) : []
    if (failed.length === 0) throw thrown
    return { ok: false, failed }
  }
}

/** One write by itself, which costs half of a transaction. */
export const writeOne = async (
  documents: DynamoDBDocumentClient,
  TableName: string,
  pause: Pause,
  write: Exclude<Write, CheckWrite>,
): Promise<WriteResult> => {
  try {
    await patiently(pause, () => sendOne(documents, TableName, write))
    return { ok: true }
  } catch (thrown) {
    if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown
    return { ok: false, failed: [{ index: 0, ...(thrown.Item ? { item: itemOf(thrown.Item) } : {}) }] }
  }
}

const onFailure = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const

const sendOne = async (documents: DynamoDBDocumentClient, TableName: string, write: Exclude<Write, CheckWrite>) => {
  if ('put' in write) {
    await documents.send(new PutCommand({ TableName, Item: write.put, ...expressionFields(write.when), ...onFailure }))
  } else if ('update' in write) {
    await documents.send(new UpdateCommand(updateFields(TableName, write)))
  } else {
    const Key = keyOf(write.delete)
    await documents.send(new DeleteCommand({ TableName, Key, ...expressionFields(write.when), ...onFailure }))
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
    reason.Code === 'ConditionalCheckFailed' ? [{ index, ...(reason.Item ? { item: itemOf(reason.Item) } : {}) }] : [],
  )

/** The table has no items without the two keys. */
const itemOf = (attributes: Parameters<typeof unmarshall>[0]): Item => unmarshall(attributes) as Item
