import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Invoked } from '../../../local/runner/environment.ts'
import { doneOf } from '../../../local/runner/queue-poller.ts'
import { consumeStream, doneFromFront, type StreamSource } from '../../../local/runner/stream-consumer.ts'
import type { StreamRecord } from '../../../local/runner/stream-reader.ts'

const recordOf = (number: number): StreamRecord => ({
  sequenceNumber: BigInt(number),
  record: { eventName: 'INSERT', dynamodb: { SequenceNumber: String(number) } },
})
const records = (...numbers: number[]) => numbers.map(recordOf)
type Event = { Records: { dynamodb: { SequenceNumber: string } }[] }
const numbersOf = (event: unknown) => (event as Event).Records.map((record) => Number(record.dynamodb.SequenceNumber))

const threw: Invoked = { ok: false, error: { errorType: 'Error', errorMessage: 'no', stack: '' } }
const failures = (...numbers: number[]): Invoked => ({
  ok: true,
  value: { batchItemFailures: numbers.map((number) => ({ itemIdentifier: String(number) })) },
})

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sallyport-stream-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const positionFile = () => join(folder, 'position')
const position = () => readFileSync(positionFile(), 'utf8')

/** A consumer whose function answers what `answer` says of a batch's numbers; `calls` are the batches it was given. */
const consumer = (answer: (numbers: number[], call: number) => Invoked, settings: Partial<StreamSource> = {}) => {
  const calls: number[][] = []
  const invoke = async (event: unknown) => {
    calls.push(numbersOf(event))
    return answer(numbersOf(event), calls.length)
  }
  const source: StreamSource = {
    host: { name: 'f', invoke, stop: async () => undefined },
    streamArn: 'arn',
    batchSize: 10,
    batchingWindowSeconds: 0,
    retries: undefined,
    bisects: false,
    reportsItemFailures: true,
    wants: () => true,
    giveUp: undefined,
    positionFile: positionFile(),
    ...settings,
  }
  return { ...consumeStream(source), calls }
}

describe('a consumer of the stream', () => {
  it('moves its position over what is done, and begins after it', async () => {
    writeFileSync(positionFile(), '2')
    const { push, calls, stop } = consumer(() => failures())
    push(records(1, 2, 3, 4))
    await vi.waitFor(() => expect(position()).toBe('4'))
    expect(calls).toEqual([[3, 4]])
    await stop()
  })
  it('tries a failed batch again and never passes over it', async () => {
    const { push, calls, stop } = consumer((_numbers, call) => (call < 3 ? threw : failures()))
    push(records(1, 2))
    await vi.waitFor(() => expect(position()).toBe('2'), { timeout: 5000 })
    expect(calls).toEqual([
      [1, 2],
      [1, 2],
      [1, 2],
    ])
    await stop()
  })
  it('tries again from the first record that the function names', async () => {
    const { push, calls, stop } = consumer((_numbers, call) => (call === 1 ? failures(2) : failures()))
    push(records(1, 2, 3))
    await vi.waitFor(() => expect(position()).toBe('3'), { timeout: 5000 })
    expect(calls).toEqual([
      [1, 2, 3],
      [2, 3],
    ])
    await stop()
  })
  it('halves a failing batch, and gives up only the record that fails for good', async () => {
    const given: number[] = []
    const giveUp = async (batch: readonly StreamRecord[]) =>
      void given.push(...batch.map(({ sequenceNumber }) => Number(sequenceNumber)))
    const { push, calls, stop } = consumer((numbers) => (numbers.includes(3) ? threw : failures()), {
      bisects: true,
      retries: 1,
      giveUp,
    })
    push(records(1, 2, 3, 4))
    await vi.waitFor(() => expect(position()).toBe('4'), { timeout: 5000 })
    expect([given, calls]).toEqual([[3], [[1, 2, 3, 4], [1, 2], [3, 4], [3], [3], [4]]])
    await stop()
  })
  it('passes over what its filter does not want without calling the function', async () => {
    const { push, calls, stop } = consumer(() => failures(), { wants: () => false })
    push(records(1, 2))
    await vi.waitFor(() => expect(position()).toBe('2'))
    expect(calls).toEqual([])
    await stop()
  })
  it('leaves its position when it is stopped in the middle of a failing batch', async () => {
    const { push, calls, stop } = consumer(() => threw)
    push(records(1))
    await vi.waitFor(() => expect(calls.length).toBe(1))
    await stop()
    expect(() => position()).toThrow()
  })
})

describe('what a function answers', () => {
  const batch = [{ MessageId: 'a' }, { MessageId: 'b' }]
  const failed = (...ids: unknown[]) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) })
  it.each([
    ['nothing', null, ['a', 'b']],
    ['no failures', failed(), ['a', 'b']],
    ['one failure', failed('a'), ['b']],
    ['a failure it cannot have', failed('x'), []],
    ['a failure without a name', failed(undefined), []],
  ])('means of a queue batch, with %s', (_name, value, done) =>
    expect(doneOf(batch, value, true).map((message) => message.MessageId)).toEqual(done),
  )
  it('means that all is done where failures are not reported', () => expect(doneOf(batch, failed('a'), false)).toEqual(batch))
  it.each([
    [null, 3],
    [failed(), 3],
    [failed('2'), 1],
    [failed('3', '2'), 1],
    [failed('x'), 0],
  ])('means of a stream batch, %j', (value, done) => expect(doneFromFront(records(1, 2, 3), value, true)).toBe(done))
})
