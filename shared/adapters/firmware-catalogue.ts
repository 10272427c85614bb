import { GetObjectCommand, NoSuchKey, S3Client } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { type FirmwareCatalogue, FirmwareImage } from '../domain/devices/firmware/entity.ts'
import { type Instant, second } from '../lib/clock.ts'

/** What the bucket of the firmware says that it has: `manifest.json`, which is written after the images that it names. */
const FirmwareManifest = z.object({ versions: z.array(FirmwareImage) })

/** Its key in the bucket. */
export const manifestFile = 'manifest.json'

/** For so long a list that was read is taken for what is published. */
const keptMs = 30 * second

/**
 * The manifest of the bucket, read at most twice a minute while nobody asks for a version that it does not name. Those who ask at
 * once share one read. Without a manifest nothing is published. Throws when it is malformed, and reads it again at the next call.
 */
export const s3FirmwareCatalogue = (bucket: string, now: () => Instant, client = s3Client()): FirmwareCatalogue => {
  const read = async (): Promise<FirmwareImage[]> => {
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

/** A client that gives up before the caller of the API does. */
const s3Client = () => new S3Client({ maxAttempts: 3, requestHandler: { connectionTimeout: 1_000, requestTimeout: 5_000 } })
