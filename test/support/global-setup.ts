import { once } from 'node:events'
import { createServer } from 'node:http'
import type { TestProject } from 'vitest/node'
import { startDynamodbLocal } from './dynamodb-local.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Answers the port of the run's DynamoDB Local. */
    dynamoStarter: string
  }
}

let stop: (() => Promise<void>) | undefined

/**
 * One DynamoDB Local for a whole test run: each file makes a table of its own in it. It starts when a file first asks for it, as
 * most runs of a few files need none.
 */
export const setup = async (project: TestProject): Promise<void> => {
  let starting: ReturnType<typeof startDynamodbLocal> | undefined
  const server = createServer(async (_request, response) => {
    starting ??= startDynamodbLocal()
    const port = await starting.then((started) => started.port).catch(() => undefined)
    response.statusCode = port === undefined ? 500 : 200
    response.end(String(port))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  project.provide('dynamoStarter', `http://127.0.0.1:${address.port}`)
  stop = async () => {
    server.close()
    await (await starting)?.stop()
  }
}

export const teardown = async (): Promise<void> => stop?.()
