import type { S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { type FirmwareCatalogue, FirmwareImage } from '../domain/devices/firmware/entity.ts'
import { type Instant, second } from '../lib/clock.ts'

/** What the bucket of the firmware says that it has: `manifest.json`, which is written after the images that it names. */
export const FirmwareManifest = z.object({ versions: z.array(FirmwareImage) })

export const manifestFile = 'manifest.json'

/** Long enough for a slow panel to begin; it is sent another address when it comes too late. */
const urlLifetimeSeconds = 300

/** For so long a list that was read is taken for what is published. */
const keptMs = 30 * second

/**
 * The manifest of the bucket, read at most twice a minute while nobody asks for a version that it does not name. Those who ask at
 * once share one read. Without a manifest nothing is published. Throws when it is malformed, and reads it again at the next call.
 */
export const s3FirmwareCatalogue = (bucket: string, now: () => Instant, given?: S3Client): FirmwareCatalogue => {
  let client = given
  const read = async (): Promise<FirmwareImage[]> => {
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
  }
  let kept: { images: Promise<FirmwareImage[]>; readAt: Instant } | undefined
  const readAndKeep = () => {
    const reading = { images: read(), readAt: now() }
    kept = reading
    reading.images.catch(() => {
      if (kept === reading) kept = undefined
    })
    return reading.images
  }
  return {
    list: async (wanted) => {
      if (!kept || now() - kept.readAt >= keptMs) return readAndKeep()
      const images = await kept.images
      return wanted === undefined || images.some(({ version }) => version === wanted) ? images : readAndKeep()
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
