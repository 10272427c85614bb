import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { AccountId, PanelId } from '../lib/ids.ts'

/** Where the compiled rules of panels lie: one object a version, gzipped JSON, never written over. */
export type Snapshots = {
  put: (accountId: AccountId, panelId: PanelId, version: number, body: Uint8Array) => Promise<void>
  /** An address that gives the object to whoever has it, for a few minutes. */
  url: (accountId: AccountId, panelId: PanelId, version: number) => Promise<string>
}

/** Long enough for a slow panel to begin; it asks again when it comes too late. */
const urlLifetimeSeconds = 300

export const s3Snapshots = (client: S3Client, bucket: string): Snapshots => {
  const object = (accountId: AccountId, panelId: PanelId, version: number) => ({
    Bucket: bucket,
    Key: `A/${accountId}/${panelId}/${version}`,
  })
  return {
    put: async (accountId, panelId, version, body) => {
      await client.send(
        new PutObjectCommand({ ...object(accountId, panelId, version), Body: body, ContentType: 'application/gzip' }),
      )
    },
    url: (accountId, panelId, version) =>
      getSignedUrl(client, new GetObjectCommand(object(accountId, panelId, version)), { expiresIn: urlLifetimeSeconds }),
  }
}
