import {
  DynamoDBClient,
  InternalServerError,
  ProvisionedThroughputExceededException,
  ThrottlingException,
  TransactionCanceledException,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb'
import {
  BatchGetCommand,
  BatchWriteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { maxAttempts } from '../../../shared/lib/retry.ts'
import { dynamoTable } from '../../../shared/storage/table/table.ts'

const key = { pk: 'a', sk: 'b' }
const other = { pk: 'a', sk: 'c' }
const fault = { message: 'not now', $metadata: {} }
const cancelled = (...codes: string[]) =>
  new TransactionCanceledException({ ...fault, CancellationReasons: codes.map((Code) => ({ Code })) })

const service = mockClient(DynamoDBDocumentClient)
const pauses: number[] = []
const table = dynamoTable(new DynamoDBClient({ region: 'us-east-1' }), 'table', async (upToMs) => void pauses.push(upToMs))
beforeEach(() => {
  pauses.length = 0
})
afterEach(() => service.reset())
afterAll(() => service.restore())

const tokens = () => service.commandCalls(TransactWriteCommand).map((call) => call.args[0].input.ClientRequestToken)

describe('a call that the service refuses for a moment is made again: faults that no stand-in makes', () => {
  it.each([
    ['a conflict with a transaction', new TransactionConflictException(fault)],
    ['too many calls to one partition', new ProvisionedThroughputExceededException(fault)],
    ['too many calls in all', new ThrottlingException(fault)],
    ['a fault inside the service', new InternalServerError(fault)],
  ])('%s', async (_, error) => {
    for (const command of [GetCommand, QueryCommand, PutCommand, UpdateCommand, BatchGetCommand, BatchWriteCommand]) {
      // The mock has one type per command; what it answers here fits them all.
      service
        .on(command as typeof GetCommand)
        .rejectsOnce(error)
        .rejectsOnce(error)
        .resolves({})
    }
    await table.get(key)
    await table.getMany([key])
    await table.query({ pk: 'a' })
    await table.write([{ put: key }])
    await table.update({ update: key, set: { n: 1 } })
    await table.putAll([key])
    expect(service.calls()).toHaveLength(6 * 3)
    expect(pauses.slice(0, 2)).toEqual([20, 40])
  })

  it.each([
    ['conflicted', cancelled('None', 'TransactionConflict')],
    ['throttled', cancelled('ThrottlingError', 'None')],
  ])('a transaction that was cancelled because it %s is a new one the next time', async (_, error) => {
    service.on(TransactWriteCommand).rejectsOnce(error).rejectsOnce(error).resolves({})
    expect(await table.write([{ put: key }, { delete: other }])).toEqual({ ok: true })
    expect(new Set(tokens()).size).toBe(3)
  })

  it('a transaction whose outcome is unknown keeps its token, so that it is not done twice', async () => {
    service.on(TransactWriteCommand).rejectsOnce(new InternalServerError(fault)).resolves({})
    expect(await table.write([{ put: key }, { delete: other }])).toEqual({ ok: true })
    expect(tokens()).toHaveLength(2)
    expect(new Set(tokens()).size).toBe(1)
  })

  it('a transaction with a false condition is refused at once, whatever else it met', async () => {
    service.on(TransactWriteCommand).rejects(cancelled('TransactionConflict', 'ConditionalCheckFailed'))
    expect(await table.write([{ put: key }, { delete: other }])).toEqual({ ok: false, failed: [{ index: 1 }] })
    expect(pauses).toEqual([])
  })

  it('keys and items that a batch leaves out are asked for again, and only those', async () => {
    service
      .on(BatchGetCommand)
      .resolvesOnce({ Responses: { table: [key] }, UnprocessedKeys: { table: { Keys: [other] } } })
      .resolves({ Responses: { table: [other] } })
    expect(await table.getMany([key, other])).toEqual([key, other])
    expect(service.commandCalls(BatchGetCommand)[1]?.args[0].input.RequestItems?.table?.Keys).toEqual([other])
    service
      .on(BatchWriteCommand)
      .resolvesOnce({ UnprocessedItems: { table: [{ PutRequest: { Item: other } }] } })
      .resolves({})
    await table.putAll([key, other])
    expect(service.commandCalls(BatchWriteCommand)[1]?.args[0].input.RequestItems?.table).toEqual([
      { PutRequest: { Item: other } },
    ])
  })
})

describe('a fault that does not pass', () => {
  const bound = { calls: maxAttempts, maxMs: 5_000 }
  const pausedMs = () => pauses.reduce((sum, ms) => sum + ms, 0)

  it('is thrown after a bounded number of attempts and a bounded time', async () => {
    const error = new TransactionConflictException(fault)
    service.on(UpdateCommand).rejects(error)
    await expect(table.update({ update: key, set: { n: 1 } })).rejects.toBe(error)
    expect(service.calls()).toHaveLength(bound.calls)
    expect(pausedMs()).toBeLessThan(bound.maxMs)
  })

  it('is thrown as an outage when batches are never done', async () => {
    service.on(BatchGetCommand).resolves({ UnprocessedKeys: { table: { Keys: [key] } } })
    await expect(table.getMany([key])).rejects.toThrow('again and again')
    expect(pausedMs()).toBeLessThan(bound.maxMs)
  })

  it('is thrown at once when a repeat cannot help', async () => {
    const error = new Error('access denied')
    service.on(GetCommand).rejects(error)
    await expect(table.get(key)).rejects.toBe(error)
    expect(service.calls()).toHaveLength(1)
  })
})
