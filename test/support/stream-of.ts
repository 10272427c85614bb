import { marshall } from '@aws-sdk/util-dynamodb'
import type { StreamRecord } from '../../shared/storage/table/streamed-change.ts'
import type { Item } from '../../shared/storage/table/types.ts'

const keyOf = ({ pk, sk }: Item) => `${pk} ${sk}`
const imageOf = (item: Item | undefined) => item && marshall(item, { removeUndefinedValues: true })

/** What the stream of a table in memory says since the last call: each changed item before and after. */
export const streamOf = (table: { items: () => Item[] }) => {
  let seen = new Map(table.items().map((item) => [keyOf(item), item]))
  return (): StreamRecord[] => {
    const now = new Map(table.items().map((item) => [keyOf(item), item]))
    const records = [...new Set([...seen.keys(), ...now.keys()])].flatMap((key, index) => {
      const [before, after] = [seen.get(key), now.get(key)]
      if (JSON.stringify(before) === JSON.stringify(after)) return []
      const Keys = { pk: { S: String((after ?? before)?.pk) } }
      return [{ dynamodb: { SequenceNumber: String(index), Keys, OldImage: imageOf(before), NewImage: imageOf(after) } }]
    })
    seen = now
    return records
  }
}
