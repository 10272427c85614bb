import type { _Record, AttributeValue } from '@aws-sdk/client-dynamodb-streams'
import { region } from '../settings.ts'

type Image = Record<string, AttributeValue>

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64')

/**
 * One attribute as a function sees it: bytes are base64 in an event, and the SDK gives them as an array. DynamoDB Local leaves
 * the type of an empty map out of its streams, and no other type: what has none is that map.
 */
const attribute = (value: AttributeValue): unknown => {
  if (value.M !== undefined) return { M: attributes(value.M) }
  if (value.L !== undefined) return { L: value.L.map(attribute) }
  if (value.B !== undefined) return { B: base64(value.B) }
  if (value.BS !== undefined) return { BS: value.BS.map(base64) }
  const typed = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return typed.length === 0 ? { M: {} } : Object.fromEntries(typed)
}
const attributes = (image: Image) => Object.fromEntries(Object.entries(image).map(([name, value]) => [name, attribute(value)]))

const image = (name: string, value: Image | undefined) => (value ? { [name]: attributes(value) } : {})

/** A record as Lambda hands it to a function: the service's own shape with seconds for the time. */
export const toEventRecord = ({ eventID, eventName, eventVersion, dynamodb, userIdentity }: _Record, streamArn: string) => ({
  eventID,
  eventName,
  eventVersion,
  eventSource: 'aws:dynamodb',
  awsRegion: region,
  eventSourceARN: streamArn,
  ...(userIdentity && { userIdentity: { type: userIdentity.Type, principalId: userIdentity.PrincipalId } }),
  dynamodb: {
    ApproximateCreationDateTime: Math.floor((dynamodb?.ApproximateCreationDateTime?.getTime() ?? 0) / 1000),
    ...image('Keys', dynamodb?.Keys),
    ...image('NewImage', dynamodb?.NewImage),
    ...image('OldImage', dynamodb?.OldImage),
    SequenceNumber: dynamodb?.SequenceNumber,
    SizeBytes: dynamodb?.SizeBytes,
    StreamViewType: dynamodb?.StreamViewType,
  },
})
