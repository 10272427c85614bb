import { unmarshall } from '@aws-sdk/util-dynamodb'
import type { AccountId } from '../../lib/ids.ts'
import { accountOfKey } from '../keys/common.ts'

/** One record of the table's stream: its place in it, whose item it is, and the item before and after. */
export type StreamedChange = {
  sequence: string
  accountId: AccountId
  change: { before?: Record<string, unknown>; after?: Record<string, unknown> }
}

/** What is read of a record; Lambda and the stream's own client agree on this much. */
export type StreamRecord = {
  dynamodb?:
    | {
        SequenceNumber?: string | undefined
        Keys?: Record<string, { S?: string | undefined }> | undefined
        OldImage?: unknown
        NewImage?: unknown
      }
    | undefined
}

/** A record of the stream; undefined for an item that belongs to no account. */
export const streamedChange = ({ dynamodb }: StreamRecord): StreamedChange | undefined => {
  const accountId = accountOfKey(dynamodb?.Keys?.pk?.S ?? '')
  if (accountId === undefined) return undefined
  const { OldImage, NewImage } = dynamodb ?? {}
  const change = { ...(OldImage ? { before: read(OldImage) } : {}), ...(NewImage ? { after: read(NewImage) } : {}) }
  return { sequence: dynamodb?.SequenceNumber ?? '', accountId, change }
}

// The stream hands over exactly what `unmarshall` takes; its own type for it is of another package.
const read = (image: unknown) => unmarshall(image as Parameters<typeof unmarshall>[0])
