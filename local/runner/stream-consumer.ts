import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { FunctionHost } from './function-host.ts'
import { toEventRecord } from './stream-event.ts'
import type { StreamRecord } from './stream-reader.ts'

/** One event source mapping of a stream. */
export type StreamSource = {
  readonly host: FunctionHost
  readonly streamArn: string
  readonly batchSize: number
  readonly batchingWindowSeconds: number
  /** Undefined = for as long as the stream keeps the record. */
  readonly retries: number | undefined
  readonly bisects: boolean
  readonly reportsItemFailures: boolean
  readonly wants: (record: unknown) => boolean
  /** Puts what is given up on the on-failure destination. Without one, nothing is ever given up here. */
  readonly giveUp: ((batch: readonly StreamRecord[]) => Promise<void>) | undefined
  /** The file that holds the sequence number up to which every record is dealt with. */
  readonly positionFile: string
}

type BatchAnswer = { batchItemFailures?: readonly { itemIdentifier?: unknown }[] }

/** Where a consumer stopped, or undefined when it never began. */
export const readPosition = (file: string): bigint | undefined => {
  try {
    return BigInt(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

const writePosition = (file: string, position: bigint): void => {
  writeFileSync(`${file}.new`, String(position))
  renameSync(`${file}.new`, file)
}

/**
 * How many records from the front of a batch are done: all, none when the function failed, or those before the first one that
 * it names as failed (a stream is in order, so what follows comes again too).
 */
export const doneFromFront = (batch: readonly StreamRecord[], value: unknown, reportsItemFailures: boolean): number => {
  // Everything that is not of this shape means that all is done, as in Lambda.
  const failures = reportsItemFailures ? ((value as BatchAnswer | null)?.batchItemFailures ?? []) : []
  if (failures.length === 0) return batch.length
  const failed = new Set(failures.map((failure) => String(failure.itemIdentifier)))
  const first = batch.findIndex(({ record }) => failed.has(record.dynamodb?.SequenceNumber ?? ''))
  return Math.max(0, first)
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const backOff = (attempt: number) => pause(Math.min(5000, 100 * 2 ** attempt))

type Consumer = {
  /** Takes records in the order of the stream. */
  readonly push: (records: readonly StreamRecord[]) => void
  /** Records taken and not dealt with yet. */
  readonly waiting: () => number
  readonly stop: () => Promise<void>
}

/**
 * Feeds one function from a stream, in order. Its position moves only over records that the function has done, that its filter
 * does not want, or that were given up to the on-failure destination; so a killed runner goes on where it was, and a record
 * comes again rather than not at all.
 */
export const consumeStream = (source: StreamSource): Consumer => {
  const from = readPosition(source.positionFile)
  const queue: StreamRecord[] = []
  let stopped = false
  let wake: () => void = () => undefined

  /** True when the batch is dealt with; false when the consumer stopped before. */
  const deliver = async (batch: readonly StreamRecord[]): Promise<boolean> => {
    let rest = batch
    for (let attempt = 0; rest.length > 0; attempt += 1) {
      if (stopped) return false
      const invoked = await source.host.invoke({ Records: rest.map(({ record }) => toEventRecord(record, source.streamArn)) })
      const done = invoked.ok ? doneFromFront(rest, invoked.value, source.reportsItemFailures) : 0
      if (done > 0) attempt = 0
      rest = rest.slice(done)
      const [last] = rest.slice(-1)
      if (!last) return true
      if (source.bisects && rest.length > 1) {
        const half = Math.ceil(rest.length / 2)
        return (await deliver(rest.slice(0, half))) && (await deliver(rest.slice(half)))
      }
      if (source.retries !== undefined && source.giveUp && attempt >= source.retries) {
        await source.giveUp(rest)
        return true
      }
      await backOff(attempt)
    }
    return true
  }

  const takeBatch = async (): Promise<StreamRecord[]> => {
    if (source.batchingWindowSeconds > 0 && queue.length < source.batchSize) await pause(source.batchingWindowSeconds * 1000)
    return queue.slice(0, source.batchSize)
  }

  const run = async (): Promise<void> => {
    while (!stopped) {
      if (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve))
      const batch = stopped ? [] : await takeBatch()
      const [last] = batch.slice(-1)
      if (!last || !(await deliver(batch.filter(({ record }) => source.wants(toEventRecord(record, source.streamArn)))))) continue
      queue.splice(0, batch.length)
      writePosition(source.positionFile, last.sequenceNumber)
    }
  }
  const running = run()

  return {
    push: (records) => {
      queue.push(...records.filter(({ sequenceNumber }) => from === undefined || sequenceNumber > from))
      wake()
    },
    waiting: () => queue.length,
    stop: async () => {
      stopped = true
      wake()
      await running
    },
  }
}
