import type { _Record, AttributeValue } from '@aws-sdk/client-dynamodb-streams'
import { region } from './settings.ts'

/** Bytes are base64 in an event; the SDK gives them as an array. */
const toWire = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  if (Array.isArray(value)) return value.map(toWire)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([name, inner]) => [name, toWire(inner)]),
  )
}

const image = (name: string, value: Record<string, AttributeValue> | undefined) => (value ? { [name]: toWire(value) } : {})

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
