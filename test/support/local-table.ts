import { randomUUID } from 'node:crypto'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { inject } from 'vitest'
import { dynamoTable, type Table } from '../../shared/storage/table/table.ts'

/** The product's table, new and empty, in the test run's DynamoDB Local. */
export type LocalTable = { table: Table; client: DynamoDBClient; tableName: string; stop: () => Promise<void> }

export const startLocalTable = async (): Promise<LocalTable> => {
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${inject('dynamoPort')}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  })
  const tableName = `sallyport-${randomUUID()}`
  await client.send(new CreateTableCommand(tableShape(tableName)))
  return { table: dynamoTable(client, tableName), client, tableName, stop: async () => client.destroy() }
}

const tableShape = (TableName: string) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  AttributeDefinitions: ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  KeySchema: keys('pk', 'sk'),
  GlobalSecondaryIndexes: [
    { IndexName: 'GSI1', KeySchema: keys('gsi1pk', 'gsi1sk'), Projection: { ProjectionType: 'ALL' as const } },
    {
      IndexName: 'GSI2',
      KeySchema: keys('gsi2pk', 'gsi2sk'),
      Projection: { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: ['find'] },
    },
  ],
})
const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
]
