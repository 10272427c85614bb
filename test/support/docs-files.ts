import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** The files of the reference page as the bundler makes them, compressed quickly and when they are first read. */
export const readDocsFile = async (name: string): Promise<Uint8Array> => {
  const script = await readFile(createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js'))
  return name.endsWith('.br')
    ? brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } })
    : gzipSync(script, { level: 1 })
}
