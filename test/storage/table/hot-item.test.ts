import { DynamoDBClient, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, expect, it } from 'vitest'
import { dynamoTable } from '../../../shared/storage/table/table.ts'
import { drawnNumbers } from '../../fakes/pause.ts'

const service = mockClient(DynamoDBDocumentClient)
afterEach(() => service.reset())
afterAll(() => service.restore())

/** A clock that moves on when everybody waits for it. */
const virtualClock = () => {
  const waiting: { at: number; go: () => void }[] = []
  let now = 0
  const wait = (ms: number) => new Promise<void>((go) => waiting.push({ at: now + ms, go }))
  const runUntil = async (done: () => boolean) => {
    while (!done()) {
      await new Promise((resolve) => setImmediate(resolve))
      waiting.sort((a, b) => a.at - b.at)
      const next = waiting.shift()
      if (!next) continue
      now = next.at
      next.go()
    }
  }
  return { wait, runUntil, now: () => now }
}

/** How long the service holds the items of a transaction. */
const transactionMs = 15

it('60 transactions that meet at one item all succeed within seconds, on a service that refuses whoever meets another', async () => {
  const clock = virtualClock()
  const random = drawnNumbers()
  let isHeld = false
  service.on(TransactWriteCommand).callsFake(async () => {
    if (isHeld) {
      const reasons = [{ Code: 'None' }, { Code: 'TransactionConflict' }]
      throw new TransactionCanceledException({ message: 'conflict', $metadata: {}, CancellationReasons: reasons })
    }
    isHeld = true
    await clock.wait(transactionMs)
    isHeld = false
    return {}
  })
  const table = dynamoTable(new DynamoDBClient({ region: 'us-east-1' }), 'table', (upToMs) => clock.wait(random() * upToMs))
  let left = 60
  const count = { update: { pk: 'hot', sk: 'hot' }, add: { n: 1 } }
  const writes = Array.from({ length: left }, async (_, index) => {
    const result = await table.write([{ put: { pk: 'own', sk: String(index) } }, count])
    left -= 1
    return result.ok
  })
  await clock.runUntil(() => left === 0)
  expect((await Promise.all(writes)).every((ok) => ok)).toBe(true)
  expect(service.calls().length).toBeLessThan(600)
  expect(clock.now()).toBeLessThan(5_000)
})
