import {
  type _Record,
  DescribeStreamCommand,
  type DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  type Shard,
} from '@aws-sdk/client-dynamodb-streams'

/** A record of a stream. `sequenceNumber` only grows, over all shards of the engine. */
export type StreamRecord = { readonly sequenceNumber: bigint; readonly record: _Record }

type Reader = {
  /** The next records after the last ones that were read, possibly none. */
  readonly read: () => Promise<StreamRecord[]>
}

type Cursor = { readonly shardId: string; iterator: string | undefined }

/**
 * Reads a stream from after `position` (from its beginning without one), a shard after its parent. The engine closes a shard
 * every few hours and goes on in a child, so the list of shards is asked for again at each end.
 */
export const streamReader = (client: DynamoDBStreamsClient, streamArn: string, position: bigint | undefined): Reader => {
  const finished = new Set<string>()
  let cursor: Cursor | undefined
  let last = position

  const shards = async (): Promise<Shard[]> => {
    const found: Shard[] = []
    let from: string | undefined
    do {
      const { StreamDescription } = await client.send(
        new DescribeStreamCommand({ StreamArn: streamArn, ...(from && { ExclusiveStartShardId: from }) }),
      )
      found.push(...(StreamDescription?.Shards ?? []))
      from = StreamDescription?.LastEvaluatedShardId
    } while (from)
    return found
  }

  /** The oldest shard that is not read to its end, and whose parent is. */
  const nextShard = async (): Promise<Shard | undefined> => {
    const found = await shards()
    const known = new Set(found.map((shard) => shard.ShardId))
    for (const { ShardId, SequenceNumberRange: range } of found)
      if (ShardId && last !== undefined && range?.EndingSequenceNumber && BigInt(range.EndingSequenceNumber) <= last)
        finished.add(ShardId)
    const isUnread = (shard: Shard) => !finished.has(shard.ShardId ?? '')
    const parentDone = ({ ParentShardId: parent }: Shard) => !parent || !known.has(parent) || finished.has(parent)
    return found.filter(isUnread).find(parentDone)
  }

  const iteratorFrom = async (shardId: string, start: Partial<GetShardIteratorCommandInput>): Promise<string | undefined> => {
    const ShardIteratorType = start.SequenceNumber ? 'AFTER_SEQUENCE_NUMBER' : 'TRIM_HORIZON'
    const input = { StreamArn: streamArn, ShardId: shardId, ShardIteratorType, ...start } as const
    return (await client.send(new GetShardIteratorCommand(input))).ShardIterator
  }

  /** Begins after the last record, or at the oldest one kept when that record is of an earlier shard or no longer kept. */
  const open = async (): Promise<Cursor | undefined> => {
    const shard = await nextShard()
    if (!shard?.ShardId) return undefined
    const { ShardId: shardId, SequenceNumberRange: range } = shard
    const isWithin = last !== undefined && BigInt(range?.StartingSequenceNumber ?? 0) <= last
    // The engine wants its own 21 digits.
    const after =
      isWithin && (await iteratorFrom(shardId, { SequenceNumber: String(last).padStart(21, '0') }).catch(() => undefined))
    return { shardId, iterator: after || (await iteratorFrom(shardId, {})) }
  }

  return {
    read: async () => {
      cursor ??= await open()
      if (!cursor?.iterator) return []
      const answer = await client
        .send(new GetRecordsCommand({ ShardIterator: cursor.iterator, Limit: 1000 }))
        .catch((thrown: unknown) => {
          // An iterator lives some minutes; a new one is asked for, and what was read already is dropped again.
          cursor = undefined
          throw thrown
        })
      cursor.iterator = answer.NextShardIterator
      if (!cursor.iterator) {
        finished.add(cursor.shardId)
        cursor = undefined
      }
      const records = (answer.Records ?? []).map((record) => ({
        sequenceNumber: BigInt(record.dynamodb?.SequenceNumber ?? '0'),
        record,
      }))
      const fresh = records.filter(({ sequenceNumber }) => last === undefined || sequenceNumber > last)
      last = fresh.at(-1)?.sequenceNumber ?? last
      return fresh
    },
  }
}
