import type { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { inject } from 'vitest'
import { dynamoTable, type Table } from '../../shared/storage/table/table.ts'
import { createTable, localClient } from './dynamodb-local.ts'

/** The product's table, new and empty, in the test run's DynamoDB Local. */
export type LocalTable = { table: Table; client: DynamoDBClient; tableName: string; stop: () => Promise<void> }

export const startLocalTable = async (): Promise<LocalTable> => {
  const client = localClient(inject('dynamoPort'))
  const tableName = await createTable(client)
  return { table: dynamoTable(client, tableName), client, tableName, stop: async () => client.destroy() }
}
