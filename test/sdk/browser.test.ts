import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { build } from 'esbuild'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildPackage } from '../../sdk/build.ts'
import { createClient } from '../../sdk/src/index.ts'
import { apiBeside } from '../support/api-beside.ts'
import { mary, testAuth } from '../support/auth.ts'
import { serve } from '../support/serve.ts'

/** A page that signs people in by a code with PKCE, and then shows what the client finds. */
const program = (settings: Record<string, string>) => `
import { ApiError, createClient, paged } from './client/index.js'

const settings = ${JSON.stringify(settings)}
const redirectUri = location.origin + '/callback'
const base64url = (bytes) =>
  btoa(String.fromCharCode(...new Uint8Array(bytes))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const signIn = async () => {
  const verifier = base64url(crypto.getRandomValues(new Uint8Array(32)))
  sessionStorage.setItem('verifier', verifier)
  const challenge = base64url(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier)))
  const asked = { response_type: 'code', client_id: settings.clientId, redirect_uri: redirectUri,
    code_challenge: challenge, code_challenge_method: 'S256' }
  location.assign(settings.authUrl + '/oauth/authorize?' + new URLSearchParams(asked))
}

const work = (code) => {
  const saved = []
  const client = createClient({
    ...settings,
    grant: { kind: 'code', code, redirectUri, codeVerifier: sessionStorage.getItem('verifier') },
    store: { load: async () => saved.at(-1), save: async (tokens) => void saved.push(tokens) },
  })
  window.refreshTokens = () => saved.map(({ refreshToken }) => refreshToken)
  window.add = async (firstName) => (await client.POST('/users', { body: { firstName, lastName: 'Lee' } })).response.headers.get('ratelimit')
  window.names = async () => {
    const names = []
    for await (const { firstName } of paged(client, '/users')) names.push(firstName)
    return names
  }
  window.refusal = () =>
    client.GET('/users/{userId}', { path: { userId: 77 } }).catch((error) => [error instanceof ApiError, error.status, Boolean(error.requestId)])
  document.title = 'Ready'
}

const code = new URLSearchParams(location.search).get('code')
code ? work(code) : signIn()
`

const setUp = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-page-'))
  buildPackage(join(folder, 'client'))
  symlinkSync(join(import.meta.dirname, '..', '..', 'node_modules'), join(folder, 'node_modules'))
  const auth = await testAuth()
  // There is no TLS on this machine.
  auth.deps.secureCookies = false
  const authServer = await serve((request) => auth.app.fetch(request))
  const api = apiBeside(auth)
  const apiServer = await serve((request) => api.fetch(request))
  let script = ''
  const pages = await serve((request) =>
    request.url.endsWith('.js')
      ? new Response(script, { headers: { 'Content-Type': 'text/javascript' } })
      : new Response('<!doctype html><title>Page</title><script type="module" src="/page.js"></script>', {
          headers: { 'Content-Type': 'text/html' },
        }),
  )
  const servers = { apiUrl: apiServer.url, authUrl: authServer.url, apiKey: 'test-key' }
  const { id: clientId, secret: clientSecret } = auth.passwordApp
  const owner = createClient({ ...servers, clientId, clientSecret, grant: { kind: 'password', ...mary } })
  const redirectUri = `${pages.url}/callback`
  const { data: application } = await owner.POST('/applications', {
    body: { name: 'Page', description: 'A page', kind: 'public', grantTypes: ['authorization_code'], redirectUri },
  })
  writeFileSync(join(folder, 'page.js'), program({ ...servers, clientId: application.clientId }))
  const bundle = await build({
    entryPoints: [join(folder, 'page.js')],
    bundle: true,
    format: 'esm',
    platform: 'browser',
    write: false,
  })
  script = bundle.outputFiles[0]?.text ?? ''
  const stop = async () => {
    for (const server of [authServer, apiServer, pages]) await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return { auth, pages, application, stop }
}

describe('a page in a browser, at another origin than the API and the sign-in', () => {
  let world: Awaited<ReturnType<typeof setUp>>
  let browser: Browser
  let page: Page
  /** What the page has put into its window. */
  const called = (name: string, given = ''): Promise<unknown> => page.evaluate(`window.${name}(${JSON.stringify(given)})`)
  beforeAll(async () => {
    world = await setUp()
    // With that argument every page may read everything, and nothing would be tested.
    const args = sparticuz.args.filter((one) => one !== '--disable-web-security')
    browser = await chromium.launch({ executablePath: await sparticuz.executablePath(), args, headless: true })
    page = await browser.newPage()
  })
  afterAll(async () => {
    await browser.close()
    await world.stop()
  })

  it('signs people in by a code with PKCE, without a secret', async () => {
    expect(world.application).not.toHaveProperty('secret')
    await page.goto(world.pages.url)
    await page.getByLabel(/user ?name/i).fill(mary.username)
    await page.getByLabel(/password/i).fill(mary.password)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: /allow/i }).click()
    await page.waitForFunction("document.title === 'Ready'")
  })

  it('writes and lists by the client as it is built, and reads the headers and the refusals', async () => {
    expect(await called('add', 'Ann')).toMatch(/general";r=\d+;t=\d+$/)
    await called('add', 'Bob')
    expect(await called('names')).toEqual(['Ann', 'Bob'])
    expect(await called('refusal')).toEqual([true, 404, true])
  })

  it('refreshes its tokens, each time by another refresh token', async () => {
    for (let turn = 0; turn < 2; turn += 1) {
      world.auth.clock.now += 301_000
      expect(await called('names')).toEqual(['Ann', 'Bob'])
    }
    const tokens = (await called('refreshTokens')) as string[]
    expect(tokens).toHaveLength(3)
    expect(new Set(tokens).size).toBe(3)
  })
})
