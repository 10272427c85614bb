import { PutObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { mockClient } from 'aws-sdk-client-mock'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { s3Snapshots } from '../../shared/adapters/snapshots.ts'
import { AccountId, PanelId } from '../../shared/lib/ids.ts'

const mock = mockClient(S3Client)
beforeEach(() => mock.reset())
afterAll(() => mock.restore())

const client = new S3Client({ region: 'us-east-1', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } })
const snapshots = s3Snapshots(client, 'rules')
const [accountId, panelId] = [AccountId.parse(1), PanelId.parse(7)]

describe('the compiled rules of a panel', () => {
  it('are put as one object for each snapshot', async () => {
    mock.on(PutObjectCommand).resolves({})
    await snapshots.put(accountId, panelId, 'x3', new Uint8Array([1]))
    expect(mock.commandCalls(PutObjectCommand)[0]?.args[0].input).toMatchObject({ Bucket: 'rules', Key: 'A/1/7/x3' })
  })

  it('that S3 does not take are an error for the caller, and may be put again', async () => {
    const fault = new S3ServiceException({
      name: 'SlowDown',
      message: 'Reduce your request rate',
      $fault: 'server',
      $metadata: { httpStatusCode: 503 },
    })
    mock.on(PutObjectCommand).rejectsOnce(fault).resolvesOnce({})
    await expect(snapshots.put(accountId, panelId, 'x3', new Uint8Array([1]))).rejects.toBe(fault)
    await snapshots.put(accountId, panelId, 'x3', new Uint8Array([1]))
  })

  it('are read by an address that holds for five minutes', async () => {
    const url = new URL(await snapshots.url(accountId, panelId, 'x3'))
    expect(url.pathname).toMatch(/A\/1\/7\/x3$/)
    expect(url.searchParams.get('X-Amz-Expires')).toBe('300')
  })
})
