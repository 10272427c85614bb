import { createHash } from 'node:crypto'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { manifestFile } from '../../shared/adapters/firmware-catalogue.ts'

/** The versions that the demo's panels can be updated to, and back. */
const versions = ['simulator-1.0.0', 'simulator-1.1.0']

/** Publishes the demo's firmware as an operator would: the images first, then the manifest that names them. */
export const publishFirmware = async (): Promise<void> => {
  const { FIRMWARE_BUCKET = '' } = process.env
  const s3 = new S3Client({})
  const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket: FIRMWARE_BUCKET, Key, Body }))
  const images = versions.map((version) => {
    const body = JSON.stringify({ product: 'sallyport-simulator', version })
    const sha256 = createHash('sha256').update(body).digest('hex')
    return { body, image: { version, file: `images/${version}.json`, sha256, bytes: Buffer.byteLength(body) } }
  })
  for (const { body, image } of images) await put(image.file, body)
  await put(manifestFile, JSON.stringify({ versions: images.map(({ image }) => image) }))
  s3.destroy()
}
