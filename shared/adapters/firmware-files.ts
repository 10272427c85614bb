import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'

/** Gives a panel an image. */
export type FirmwareFiles = {
  /** An address that gives the file to whoever has it, for a few minutes. */
  url: (file: string) => Promise<string>
}

/** Long enough for a slow panel to begin; it is sent another address when it comes too late. */
const urlLifetimeSeconds = 300

/** The images of the bucket, by addresses that the credentials of the function sign. */
export const s3FirmwareFiles = (client: S3Client, bucket: string): FirmwareFiles => ({
  url: (file) => getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: file }), { expiresIn: urlLifetimeSeconds }),
})
