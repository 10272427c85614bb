import { unmarshall } from '@aws-sdk/util-dynamodb'
import { describe, expect, it } from 'vitest'
import { toEventRecord } from '../../../local/runner/stream-event.ts'

const imageOf = (image: object) => {
  // Streams give an empty map without its type, which the SDK's own type does not know.
  const record = { eventName: 'INSERT', dynamodb: { NewImage: image } } as Parameters<typeof toEventRecord>[0]
  return toEventRecord(record, 'arn').dynamodb as unknown as { NewImage: Parameters<typeof unmarshall>[0] }
}

describe('a record of the stream, as a function is given it', () => {
  it('has its empty maps, which DynamoDB Local sends without their type, at any depth', () => {
    const { NewImage } = imageOf({ doors: {}, find: { M: { pin: {} } }, list: { L: [{}, { L: [] }] }, text: { S: '' } })
    expect(unmarshall(NewImage)).toEqual({ doors: {}, find: { pin: {} }, list: [{}, []], text: '' })
  })

  it('has every other value as it is, and bytes as base64', () => {
    const sent = { n: { N: '1' }, no: { BOOL: false }, nothing: { NULL: true }, map: { M: { S: { S: 'x' } } } }
    expect(imageOf({ ...sent, bytes: { B: new Uint8Array([1, 2]) }, M: { S: 'a name like a type' } }).NewImage).toEqual({
      ...sent,
      bytes: { B: 'AQI=' },
      M: { S: 'a name like a type' },
    })
  })
})
