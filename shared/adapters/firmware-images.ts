import type { S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { type FirmwareCatalogue, FirmwareImage } from '../domain/devices/firmware/entity.ts'

/** What the bucket of the firmware says that it has: `manifest.json`, which is written after the images that it names. */
export const FirmwareManifest = z.object({ versions: z.array(FirmwareImage) })

export const manifestFile = 'manifest.json'

/** Long enough for a slow panel to begin; it is sent another address when it comes too late. */
const urlLifetimeSeconds = 300

/** The manifest of the bucket, read each time it is asked for. Without a manifest nothing is published. Throws when it is malformed. */
export const s3FirmwareCatalogue = (bucket: string, given?: S3Client): FirmwareCatalogue => {
  let client = given
  return {
    list: async () => {
      // most instances never ask, so the client is loaded by the first that does
      const { GetObjectCommand, NoSuchKey, S3Client } = await import('@aws-sdk/client-s3')
      client ??= new S3Client({ maxAttempts: 3, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } })
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: manifestFile }))
        return FirmwareManifest.parse(JSON.parse((await Body?.transformToString()) ?? '')).versions
      } catch (thrown) {
        if (thrown instanceof NoSuchKey) return []
        throw thrown
      }
    },
  }
}

/** Gives a panel an image. */
export type FirmwareFiles = {
  /** An address that gives the file to whoever has it, for a few minutes. */
  url: (file: string) => Promise<string>
}

export const s3FirmwareFiles = (client: S3Client, bucket: string): FirmwareFiles => ({
  url: async (file) => {
    const [{ GetObjectCommand }, { getSignedUrl }] = await Promise.all([
      import('@aws-sdk/client-s3'),
      import('@aws-sdk/s3-request-presigner'),
    ])
    return getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: file }), { expiresIn: urlLifetimeSeconds })
  },
})
