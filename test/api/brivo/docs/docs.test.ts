import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { testApi } from '../../../support/api.ts'

const { app } = testApi()
const page = await (await app.request('/docs')).text()
const addresses = [...page.matchAll(/(?:src|href)="(\/docs\/assets\/[^"]+)"/g)].map(([, address = '']) => address)

describe('the page of the reference', () => {
  it('has no script in itself, and allows none from elsewhere', async () => {
    const answer = await app.request('/docs')
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'; script-src 'self';")
    expect(policy).not.toMatch(/unsafe-eval|https?:/)
    expect(page).not.toMatch(/<script(?![^>]* src=)|\son\w+=|https?:\/\//)
    expect(page).toContain('<noscript>')
  })

  it('names its files by their content, so that browsers keep them', async () => {
    expect(addresses.map((address) => address.replace(/-[0-9a-f]{16}/, ''))).toEqual([
      '/docs/assets/style.css',
      '/docs/assets/redoc.js',
      '/docs/assets/start.js',
    ])
    for (const address of addresses) {
      const answer = await app.request(address)
      expect(answer.status, address).toBe(200)
      expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(answer.headers.get('content-type')).toContain(address.endsWith('.css') ? 'text/css' : 'text/javascript')
    }
    expect((await app.request('/docs/assets/redoc-0000000000000000.js')).status).toBe(404)
    expect((await app.request('/docs/elsewhere')).status).toBe(404)
  })

  it('is sent as small as the browser can read it, and not at all when it has it', async () => {
    const plain = await (await app.request('/openapi.json')).text()
    const packed = async (path: string, accepted: string) => {
      const answer = await app.request(path, { headers: { 'accept-encoding': accepted } })
      return { encoding: answer.headers.get('content-encoding'), bytes: new Uint8Array(await answer.arrayBuffer()) }
    }
    const brotli = await packed('/openapi.json', 'gzip, deflate, br')
    expect(brotli.encoding).toBe('br')
    expect(String(brotliDecompressSync(brotli.bytes))).toBe(plain)
    expect(brotli.bytes.byteLength).toBeLessThan(plain.length / 8)
    const gzip = await packed('/openapi.json', 'gzip;q=1, br;q=0')
    expect(gzip.encoding).toBe('gzip')
    expect(String(gunzipSync(gzip.bytes))).toBe(plain)
    const [, library = ''] = addresses
    expect((await packed(library, 'br')).bytes.byteLength).toBeLessThan(500_000)
    expect((await packed(library, '')).bytes.byteLength).toBeGreaterThan(1_000_000)
    const etag = (await app.request('/openapi.json')).headers.get('etag') ?? ''
    const known = await app.request('/openapi.json', { headers: { 'if-none-match': `W/${etag}` } })
    expect([known.status, await known.text()]).toEqual([304, ''])
  })

  it('is tried again when a file of it could not be read', async () => {
    const { app, deps } = testApi()
    const readDocsFile = deps.readDocsFile
    let reads = 0
    deps.readDocsFile = async (name) => {
      reads += 1
      if (reads === 1) throw new Error('no such file')
      return readDocsFile(name)
    }
    expect((await app.request('/docs')).status).toBe(503)
    expect((await app.request('/docs')).status).toBe(200)
  })
})

describe('the samples of a call', () => {
  it('are its example, for a shell and for the client', async () => {
    const { paths } = (await (await app.request('/openapi.json')).json()) as {
      paths: Record<string, Record<string, { 'x-codeSamples': { label: string; source: string }[] }>>
    }
    const [curl, client] = paths['/v1/api/users/{userId}/suspended']?.put?.['x-codeSamples'] ?? []
    expect(curl?.source).toBe(
      [
        "curl 'https://cloud.example/v1/api/users/210034/suspended' \\",
        '  -X PUT \\',
        '  -H "api-key: $API_KEY" \\',
        '  -H "Authorization: Bearer $ACCESS_TOKEN" \\',
        "  -H 'Content-Type: application/json' \\",
        '  -d \'{\n  "suspended": false\n}\'',
      ].join('\n'),
    )
    expect(client?.source).toBe(
      [
        "const { data } = await client.PUT('/users/{userId}/suspended', {",
        '  path: { userId: 210034 },',
        '  body: { suspended: false },',
        '})',
      ].join('\n'),
    )
  })
})
