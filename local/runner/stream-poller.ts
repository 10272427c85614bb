import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { clientOptions, type Ports } from '../settings.ts'
import { consumeStream, readPosition, type StreamSource } from './stream-consumer.ts'
import { streamReader } from './stream-reader.ts'

/** How long an empty stream rests between two looks, since the engine has no long poll: less while something is going on. */
const restMs = (emptyLooks: number): number => (emptyLooks < 200 ? 20 : 60)
/** A consumer this far behind makes the reader wait, so that a function that fails for long does not fill the memory. */
const maxWaiting = 20_000

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** The lowest position of the consumers; undefined when one of them never began. */
const startOf = (positions: readonly (bigint | undefined)[]): bigint | undefined => {
  const known = positions.filter((position) => position !== undefined)
  return known.length === positions.length ? known.toSorted((a, b) => (a < b ? -1 : 1))[0] : undefined
}

/** Reads one stream once for all its consumers, each of which keeps its own position. */
export const pollStream = (ports: Ports, streamArn: string, sources: readonly StreamSource[], report: (line: string) => void) => {
  const client = new DynamoDBStreamsClient({ ...clientOptions(ports.dynamodb), maxAttempts: 1 })
  const reader = streamReader(client, streamArn, startOf(sources.map((source) => readPosition(source.positionFile))))
  const consumers = sources.map(consumeStream)
  let stopped = false

  const run = async (): Promise<void> => {
    let failures = 0
    let emptyLooks = 0
    while (!stopped) {
      try {
        const isBehind = consumers.some((consumer) => consumer.waiting() > maxWaiting)
        const records = isBehind ? [] : await reader.read()
        for (const consumer of consumers) consumer.push(records)
        failures = 0
        emptyLooks = records.length > 0 ? 0 : emptyLooks + 1
        if (emptyLooks > 0) await pause(restMs(emptyLooks))
      } catch (thrown) {
        failures += 1
        if (failures === 10) report(`The stream does not answer: ${String(thrown)}`)
        await pause(200)
      }
    }
  }
  const running = run()
  return {
    stop: async () => {
      stopped = true
      await running
      await Promise.all(consumers.map((consumer) => consumer.stop()))
      client.destroy()
    },
  }
}
