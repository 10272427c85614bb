import { BatchGetCommand, BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { Pause } from '../../lib/retry.ts'
import { patiently, untilNoneLeft } from './patience.ts'
import type { Item, Key } from './types.ts'

/** As many as one call may carry. */
const maxKeys = 100
const maxPuts = 25

export const keyOf = (key: Key): Key => ({ pk: key.pk, sk: key.sk })
const keyText = (key: Key) => `${key.pk} ${key.sk}`

const chunks = <T>(all: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))

/** Reads and writes of many items, which are made in parallel calls. */
export const batches = (documents: DynamoDBDocumentClient, TableName: string, pause: Pause) => {
  const getChunk = async (keys: readonly Key[], consistent: boolean): Promise<Item[]> => {
    const found: Item[] = []
    await untilNoneLeft(pause, keys, async (some) => {
      const request = { RequestItems: { [TableName]: { Keys: some.map(keyOf), ConsistentRead: consistent } } }
      const answer = await patiently(pause, () => documents.send(new BatchGetCommand(request)))
      // The table has no items without these two keys.
      found.push(...((answer.Responses?.[TableName] ?? []) as Item[]))
      return (answer.UnprocessedKeys?.[TableName]?.Keys ?? []) as Key[]
    })
    return found
  }

  const putChunk = (items: readonly Item[]) =>
    untilNoneLeft(pause, items, async (some) => {
      const request = { RequestItems: { [TableName]: some.map((Item) => ({ PutRequest: { Item } })) } }
      const answer = await patiently(pause, () => documents.send(new BatchWriteCommand(request)))
      // What comes back was sent above.
      return (answer.UnprocessedItems?.[TableName] ?? []).flatMap((one) => (one.PutRequest?.Item as Item | undefined) ?? [])
    })

  return {
    getMany: async (keys: readonly Key[], consistent: boolean): Promise<Item[]> => {
      const unique = [...new Map(keys.map((key) => [keyText(key), key])).values()]
      const found = (await Promise.all(chunks(unique, maxKeys).map((chunk) => getChunk(chunk, consistent)))).flat()
      const byKey = new Map(found.map((item) => [keyText(item), item]))
      return keys.flatMap((key) => byKey.get(keyText(key)) ?? [])
    },
    putAll: async (items: readonly Item[]): Promise<void> => {
      await Promise.all(chunks(items, maxPuts).map(putChunk))
    },
  }
}
