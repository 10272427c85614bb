import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import type { AccountId, PanelId } from '../lib/ids.ts'

/** Where snapshots of panels' rules lie: gzipped JSON, each under a name of its own, never written over. */
export type Snapshots = {
  put: (accountId: AccountId, panelId: PanelId, name: string, body: Uint8Array) => Promise<void>
  /** An address that gives the object to whoever has it, for a few minutes. */
  url: (accountId: AccountId, panelId: PanelId, name: string) => Promise<string>
}

/** Long enough for a slow panel to begin; it asks again when it comes too late. */
const urlLifetimeSeconds = 300

export const s3Snapshots = (client: S3Client, bucket: string): Snapshots => {
  const object = (accountId: AccountId, panelId: PanelId, name: string) => ({
    Bucket: bucket,
    Key: `A/${accountId}/${panelId}/${name}`,
  })
  return {
    put: async (accountId, panelId, name, body) => {
      await client.send(
        new PutObjectCommand({ ...object(accountId, panelId, name), Body: body, ContentType: 'application/gzip' }),
      )
    },
    url: (accountId, panelId, name) =>
      getSignedUrl(client, new GetObjectCommand(object(accountId, panelId, name)), { expiresIn: urlLifetimeSeconds }),
  }
}
