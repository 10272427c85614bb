import { GetObjectCommand, type GetObjectCommandOutput, NoSuchKey, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { s3FirmwareCatalogue } from '../../shared/adapters/firmware-catalogue.ts'
import { s3FirmwareFiles } from '../../shared/adapters/firmware-files.ts'

const mock = mockClient(S3Client)
beforeEach(() => mock.reset())
afterAll(() => mock.restore())

const client = new S3Client({ region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })
/** A catalogue that has not read anything yet, and its clock. */
const opened = () => {
  const clock = { now: 0 }
  return { clock, ...s3FirmwareCatalogue('firmware', () => clock.now, client) }
}
const image = { version: '5.1.1b', file: 'images/5.1.1b.bin', sha256: 'a'.repeat(64), bytes: 12 }

/** An answer of S3 with this text; the catalogue reads no more of its body. */
const answer = (text: string) => ({
  Body: { transformToString: async () => text } as NonNullable<GetObjectCommandOutput['Body']>,
})

describe('the published firmware', () => {
  it('is what the manifest names', async () => {
    mock
      .on(GetObjectCommand, { Bucket: 'firmware', Key: 'manifest.json' })
      .resolves(answer(JSON.stringify({ versions: [image] })))
    expect(await opened().list()).toEqual([image])
  })

  it('is none before there is a manifest', async () => {
    mock.on(GetObjectCommand).rejects(new NoSuchKey({ message: 'no such key', $metadata: {} }))
    expect(await opened().list()).toEqual([])
  })

  it.each([
    ['no JSON', '{'],
    ['a hash that is none', JSON.stringify({ versions: [{ ...image, sha256: 'A' }] })],
  ])('with a manifest that has %s is an error, and no list', async (_, text) => {
    mock.on(GetObjectCommand).resolves(answer(text))
    await expect(opened().list()).rejects.toThrow()
  })

  it('that S3 does not give is an error for the caller', async () => {
    const fault = new S3ServiceException({ name: 'AccessDenied', message: 'No', $fault: 'client', $metadata: {} })
    mock.on(GetObjectCommand).rejects(fault)
    await expect(opened().list()).rejects.toBe(fault)
  })

  const other = { ...image, version: '5.2.0', file: 'images/5.2.0.bin' }
  const publish = (...versions: (typeof image)[]) => mock.on(GetObjectCommand).resolves(answer(JSON.stringify({ versions })))
  const reads = () => mock.commandCalls(GetObjectCommand).length

  it('is read once for all who ask within half a minute', async () => {
    publish(image)
    const { list, clock } = opened()
    expect(await Promise.all([list(), list(image.version)])).toEqual([[image], [image]])
    clock.now = 29_999
    publish(image, other)
    expect(await list()).toEqual([image])
    expect(reads()).toBe(1)
    clock.now = 30_000
    expect(await list()).toEqual([image, other])
    expect(reads()).toBe(2)
  })

  it('is read again for a version that was not published when it was read', async () => {
    publish(image)
    const { list } = opened()
    await list()
    publish(image, other)
    expect(await list(other.version)).toEqual([image, other])
    expect(await list()).toEqual([image, other])
    expect(reads()).toBe(2)
  })

  it('is read again after it could not be read', async () => {
    mock.on(GetObjectCommand).rejectsOnce(new Error('out of reach'))
    const { list } = opened()
    await expect(list()).rejects.toThrow('out of reach')
    publish(image)
    expect(await list()).toEqual([image])
  })

  it('is given by an address that is signed and lasts five minutes', async () => {
    const url = new URL(await s3FirmwareFiles(client, 'firmware').url(image.file))
    expect(url.pathname).toBe('/images/5.1.1b.bin')
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300')
    expect(url.searchParams.get('X-Amz-Signature')).toBeTruthy()
  })
})
