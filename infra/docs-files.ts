import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

const library = createRequire(import.meta.url).resolve('redoc/bundles/redoc.standalone.js')

/**
 * Puts the files of the reference page into a function's folder: the library that draws it, compressed once here and not for every
 * reader, with its license. The function reads them when somebody opens the page.
 */
export const writeDocsFiles = (folder: string): void => {
  mkdirSync(folder, { recursive: true })
  const script = readFileSync(library)
  writeFileSync(join(folder, 'redoc.js.br'), brotliCompressSync(script, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }))
  writeFileSync(join(folder, 'redoc.js.gz'), gzipSync(script, { level: 9 }))
  writeFileSync(join(folder, 'redoc.js.LICENSE.txt'), readFileSync(`${library}.LICENSE.txt`))
}
