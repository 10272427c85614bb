import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { inject } from 'vitest'
import { dynamoTable, type Table } from '../../shared/storage/table/table.ts'
import { createTable, localClient } from './dynamodb-local.ts'

/** The product's table, new and empty, in the test run's DynamoDB Local. */
export type LocalTable = { table: Table; client: DynamoDBClient; tableName: string; stop: () => Promise<void> }

export const startLocalTable = async (): Promise<LocalTable> => {
  const started = await fetch(inject('dynamoStarter'))
  if (!started.ok) throw new Error('DynamoDB Local did not start')
  const client = localClient(Number(await started.text()))
  const tableName = await createTable(client)
  return { table: dynamoTable(client, tableName), client, tableName, stop: async () => client.destroy() }
}
