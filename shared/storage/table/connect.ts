import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { dynamoTable } from './table.ts'
import type { Table } from './types.ts'

/** The table `tableName` of this account and region, for the life of a function's environment. Makes no call yet. */
export const connectTable = (tableName: string): Table =>
  dynamoTable(
    // a call that hangs is worth less than another try: a request of this product takes milliseconds
    new DynamoDBClient({ maxAttempts: 4, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } }),
    tableName,
  )
