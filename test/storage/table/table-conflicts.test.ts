import { DynamoDBClient, TransactionCanceledException, TransactionConflictException } from '@aws-sdk/client-dynamodb'
import { describe, expect, it } from 'vitest'
import { dynamoTable } from '../../../shared/storage/table/table.ts'

const key = { pk: 'a', sk: 'b' }
const conflict = new TransactionConflictException({ message: 'in a transaction', $metadata: {} })
const cancelled = new TransactionCanceledException({
  message: 'cancelled',
  $metadata: {},
  CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
})

/** A table whose service throws `errors` one after the other, and then does as it is told. DynamoDB Local knows no conflicts. */
const tableThatThrows = (errors: Error[]) => {
  const client = new DynamoDBClient({ region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } })
  let calls = 0
  client.middlewareStack.add(
    () => async () => {
      calls += 1
      const error = errors.shift()
      if (error) throw error
      return { output: { Attributes: key, $metadata: {} }, response: {} }
    },
    { step: 'initialize', priority: 'high' },
  )
  return { table: dynamoTable(client, 'table'), calls: () => calls }
}

describe('a write that meets somebody else in a transaction', () => {
  it.each([
    ['an update', conflict, (table: ReturnType<typeof dynamoTable>) => table.update({ update: key, set: { n: 1 } })],
    ['a plain write', conflict, (table: ReturnType<typeof dynamoTable>) => table.write([{ put: key }])],
    [
      'a transaction',
      cancelled,
      (table: ReturnType<typeof dynamoTable>) => table.write([{ put: key }, { delete: { ...key, sk: 'c' } }]),
    ],
  ])('is tried again: %s', async (_, error, write) => {
    const { table, calls } = tableThatThrows([error, error])
    await write(table)
    expect(calls()).toBe(3)
  })

  it('is an outage when it never ends', async () => {
    const { table } = tableThatThrows(Array.from({ length: 20 }, () => conflict))
    await expect(table.update({ update: key, set: { n: 1 } })).rejects.toBe(conflict)
  })
})
