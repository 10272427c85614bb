import type { TestProject } from 'vitest/node'
import { startDynamodbLocal } from './dynamodb-local.ts'

declare module 'vitest' {
  interface ProvidedContext {
    dynamoPort: number
  }
}

let stop: (() => Promise<void>) | undefined

/** One DynamoDB Local for a whole test run: each file makes a table of its own in it. */
export const setup = async (project: TestProject): Promise<void> => {
  const started = await startDynamodbLocal()
  stop = started.stop
  project.provide('dynamoPort', started.port)
}

export const teardown = async (): Promise<void> => stop?.()
