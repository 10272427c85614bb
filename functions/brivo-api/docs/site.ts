import type { ApiDeps } from '../env.ts'
import type { Mounts } from '../mounted.ts'
import { openApiDocument } from '../openapi.ts'
import { encodingFor, type Packed, packedFile, packedText } from './packed.ts'
import { contentSecurityPolicy, docsPage, pageStyle, startScript } from './page.ts'

export type DocsDeps = Pick<ApiDeps, 'publicUrl' | 'readDocsFile'>

/** The reference as it is served: undefined for a path that is none of it. */
export type DocsSite = (request: { path: string; header: (name: string) => string | undefined }) => Promise<Response | undefined>

const script = 'text/javascript; charset=utf-8'

/** Everything of the reference. It does not change while the function runs, so it is made once. */
export const docsSite = async ({ publicUrl, readDocsFile }: DocsDeps, mounts: Mounts): Promise<DocsSite> => {
  const document = packedText(
    'application/json;charset=UTF-8',
    JSON.stringify(openApiDocument(await mounts.all(), { publicUrl })),
  )
  const [br, gzip] = await Promise.all([readDocsFile('redoc.js.br'), readDocsFile('redoc.js.gz')])
  const assets = {
    style: named('style', 'css', packedText('text/css; charset=utf-8', pageStyle)),
    library: named('redoc', 'js', packedFile(script, { br, gzip })),
    start: named('start', 'js', packedText(script, startScript)),
  }
  const page = packedText(
    'text/html; charset=utf-8',
    String(await docsPage({ style: assets.style.path, library: assets.library.path, start: assets.start.path })),
  )
  const files = new Map(Object.values(assets).map((asset) => [asset.path, asset.file]))
  return async ({ path, header }) => {
    const asset = files.get(path)
    // Its address has its content's hash, so it never changes.
    if (asset) return sent(asset, header, 'public, max-age=31536000, immutable')
    if (path === '/openapi.json') return sent(document, header, 'public, max-age=60', { 'Access-Control-Allow-Origin': '*' })
    if (/^\/docs\/?$/.test(path))
      return sent(page, header, 'public, max-age=60', { 'Content-Security-Policy': contentSecurityPolicy })
    return undefined
  }
}

const named = (name: string, extension: string, file: Packed) => ({
  path: `/docs/assets/${name}-${file.hash}.${extension}`,
  file,
})

const sent = async (
  file: Packed,
  header: (name: string) => string | undefined,
  caching: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Response> => {
  const etag = `"${file.hash}"`
  const headers = { 'Cache-Control': caching, ETag: etag, Vary: 'Accept-Encoding', 'X-Content-Type-Options': 'nosniff', ...more }
  // Proxies that compress mark the name as weak.
  if (header('if-none-match')?.includes(etag)) return new Response(null, { status: 304, headers })
  const encoding = encodingFor(header('accept-encoding'))
  const encoded = encoding === 'identity' ? {} : { 'Content-Encoding': encoding }
  return new Response(await file.in(encoding), { headers: { 'Content-Type': file.type, ...encoded, ...headers } })
}
