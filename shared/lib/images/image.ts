import { err, type Result } from '../result.ts'
import { plainGif } from './gif.ts'
import { plainJpeg } from './jpeg.ts'
import { plainPng } from './png.ts'

export const imageTypes = ['image/png', 'image/jpeg', 'image/gif'] as const
export type ImageType = (typeof imageTypes)[number]

/** An image with nothing in it but what is shown. */
export type PlainImage = { type: ImageType; bytes: Uint8Array }

/** `unknown_type`: the bytes begin as none of `imageTypes` does. `damaged`: they are cut short, or no image by the rules of their type. */
export type ImageProblem = { kind: 'unknown_type' } | { kind: 'damaged'; type: ImageType }

const types: readonly { type: ImageType; begins: readonly string[]; plain: (bytes: Uint8Array) => Uint8Array | undefined }[] = [
  { type: 'image/png', begins: ['\x89PNG\r\n\x1a\n'], plain: plainPng },
  { type: 'image/jpeg', begins: ['\xff\xd8\xff'], plain: plainJpeg },
  { type: 'image/gif', begins: ['GIF87a', 'GIF89a'], plain: plainGif },
]

/**
 * The image without its metadata: what it is is read from the bytes, whatever anybody says. What is kept is what a viewer needs to
 * show it, the orientation included. The pixels are copied as they are: nothing is decoded.
 */
export const plainImage = (bytes: Uint8Array): Result<PlainImage, ImageProblem> => {
  const head = String.fromCharCode(...bytes.subarray(0, 8))
  const found = types.find(({ begins }) => begins.some((start) => head.startsWith(start)))
  if (!found) return err({ kind: 'unknown_type' })
  const plain = found.plain(bytes)
  return plain ? { ok: true, value: { type: found.type, bytes: plain } } : err({ kind: 'damaged', type: found.type })
}
