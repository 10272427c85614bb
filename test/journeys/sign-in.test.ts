import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '../../sdk/src/index.ts'
import { startBrowser } from '../support/chromium.ts'
import { clientOf, demo, tenant } from '../support/client.ts'

const home = tenant(0)
const { clientId, clientSecret, redirectUri } = home.partnerApp
const token = async (form: Record<string, string>) => {
  const answer = await fetch(`${demo().authUrl}/oauth/token`, {
    method: 'POST',
    headers: { Authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams(form),
  })
  // The token endpoint's answer; errors lack these fields and are only compared whole.
  return { status: answer.status, json: (await answer.json()) as { access_token: string; refresh_token: string } }
}

/** The partner's own server, at its registered redirect URI: it remembers where browsers were sent. */
let partner: Server
const arrivals: URL[] = []
let browser: Awaited<ReturnType<typeof startBrowser>>
beforeAll(async () => {
  partner = createServer((request, response) => {
    const arrived = new URL(request.url ?? '/', redirectUri)
    if (arrived.pathname === new URL(redirectUri).pathname) arrivals.push(arrived)
    response.end('Signed in')
  }).listen(Number(new URL(redirectUri).port), '127.0.0.1')
  await once(partner, 'listening')
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.stop()
  partner.closeAllConnections()
  partner.close()
})

describe('a partner application', () => {
  it('is let in by an administrator who signs in and consents, by keyboard, and then acts for that account', async () => {
    const verifier = randomBytes(32).toString('base64url')
    const challenge = createHash('sha256').update(verifier).digest('base64url')
    const query = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      state: 's-1',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    })
    const { page } = browser
    await page.goto(`${demo().authUrl}/oauth/authorize?${query}`)
    await page.getByLabel(/user ?name/i).fill(home.admin.username)
    await page.getByLabel(/password/i).fill('not the password')
    await page.keyboard.press('Enter')
    await page.getByRole('alert').waitFor()
    await page.getByLabel(/user ?name/i).fill(home.admin.username)
    await page.getByLabel(/password/i).fill(home.admin.password)
    await page.keyboard.press('Enter')
    const allow = page.getByRole('button', { name: /allow/i })
    await allow.waitFor()
    expect(await page.textContent('body')).toContain(home.name)
    await allow.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`${redirectUri}**`)
    const [arrived] = arrivals
    expect(arrived?.searchParams.get('state')).toBe('s-1')
    const code = arrived?.searchParams.get('code') ?? ''

    const answer = await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier })
    expect(answer).toMatchObject({ status: 200, json: { token_type: 'bearer', scope: 'brivo.api' } })
    const { apiUrl, apiKey } = demo()
    const client = createClient({ apiUrl, apiKey, accessToken: answer.json.access_token })
    expect((await client.GET('/administrators/whoami')).data.username).toBe(home.admin.username)

    const later = clientOf(home, home.partnerApp, { kind: 'refreshToken', refreshToken: answer.json.refresh_token })
    expect((await later.GET('/sites')).data.count).toBeGreaterThan(0)
    const again = await token({ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier })
    expect(again).toMatchObject({ status: 400, json: { error: 'invalid_grant' } })
  })
})
