import type { PhotoBucket, PhotoOf } from '../domain/people/photos/entity.ts'

const linkLifetimeSeconds = 30 * 60

/**
 * Photos in a bucket of S3. The client is made when the first photo is asked for: few requests need one. A link is signed with the
 * credentials of the function, and works for whoever has it.
 */
export const s3PhotoBucket = (bucket: string): PhotoBucket => {
  let loaded: Promise<Awaited<ReturnType<typeof load>>> | undefined
  const s3 = () => {
    loaded ??= load().catch((thrown: unknown) => {
      loaded = undefined
      throw thrown
    })
    return loaded
  }
  const object = ({ accountId, userId, photoId }: PhotoOf) => ({
    Bucket: bucket,
    Key: `A/${accountId}/photos/${userId}/${photoId}`,
  })
  return {
    put: async (of, { type, bytes }) => {
      const { client, commands } = await s3()
      const headers = { ContentType: type, CacheControl: 'private, max-age=1800' }
      await client.send(new commands.PutObjectCommand({ ...object(of), Body: bytes, ...headers }))
    },
    get: async (of) => {
      const { client, commands } = await s3()
      const { Body } = await client.send(new commands.GetObjectCommand(object(of)))
      return Body ? Body.transformToByteArray() : new Uint8Array()
    },
    link: async (of) => {
      const { client, commands, getSignedUrl } = await s3()
      return getSignedUrl(client, new commands.GetObjectCommand(object(of)), { expiresIn: linkLifetimeSeconds })
    },
    remove: async (of) => {
      const { client, commands } = await s3()
      await client.send(new commands.DeleteObjectCommand(object(of)))
    },
  }
}

const load = async () => {
  const [commands, { getSignedUrl }] = await Promise.all([import('@aws-sdk/client-s3'), import('@aws-sdk/s3-request-presigner')])
  return { client: new commands.S3Client({}), commands, getSignedUrl }
}
