import { DeleteObjectCommand, GetObjectCommand, PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { s3PhotoBucket } from '../../shared/adapters/photo-bucket.ts'
import { AccountId, UserId } from '../../shared/lib/ids.ts'

vi.stubEnv('AWS_REGION', 'us-east-1')
vi.stubEnv('AWS_ACCESS_KEY_ID', 'local')
vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
const mock = mockClient(S3Client)
beforeEach(() => mock.reset())
afterAll(() => {
  mock.restore()
  vi.unstubAllEnvs()
})

const bucket = s3PhotoBucket('media')
const of = { accountId: AccountId.parse(1), userId: UserId.parse(7), photoId: 3 }
const object = { Bucket: 'media', Key: 'A/1/photos/7/3' }
const fault = new S3ServiceException({
  name: 'SlowDown',
  message: 'Slow down',
  $fault: 'server',
  $metadata: { httpStatusCode: 503 },
})

describe('the bucket of photos', () => {
  it('has one object for a photo, with its type, under the key of its account', async () => {
    mock.on(PutObjectCommand).resolves({})
    mock.on(DeleteObjectCommand).resolves({})
    await bucket.put(of, { type: 'image/gif', bytes: new Uint8Array([1]) })
    await bucket.remove(of)
    expect(mock.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({ ...object, ContentType: 'image/gif' })
    expect(mock.commandCalls(DeleteObjectCommand)[0]?.args[0].input).toEqual(object)
  })

  it('shows a photo to whoever has its link, for 30 minutes', async () => {
    const link = new URL(await bucket.link(of))
    expect(link.pathname).toMatch(/A\/1\/photos\/7\/3$/)
    expect(link.searchParams.get('X-Amz-Expires')).toBe('1800')
  })

  it('says when it does not answer', async () => {
    for (const command of [PutObjectCommand, GetObjectCommand, DeleteObjectCommand]) mock.on(command as never).rejects(fault)
    await expect(bucket.put(of, { type: 'image/gif', bytes: new Uint8Array([1]) })).rejects.toBe(fault)
    await expect(bucket.get(of)).rejects.toBe(fault)
    await expect(bucket.remove(of)).rejects.toBe(fault)
  })
})
