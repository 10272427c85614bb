import { createHash, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { second } from '../../shared/lib/clock.ts'
import { basic, mary, partnerRedirect, type TestAuth, testAuth } from '../support/auth.ts'
import { browser } from '../support/browser.ts'

/** Goes through the pages as Mary and gives the code. */
const codeFor = async (auth: TestAuth, client: { id: string }, more: Record<string, string> = {}) => {
  const person = browser((path, init) => auth.app.request(path, init))
  const query = new URLSearchParams({ response_type: 'code', client_id: client.id, ...more })
  const signedIn = await person.submit(await person.follow(`/oauth/authorize?${query}`), '/login', mary)
  const consent = await person.follow(signedIn.location ?? '')
  const answer = await person.submit(consent, '/login/consent', { decision: 'allow' })
  return new URL(answer.location ?? '').searchParams.get('code') ?? ''
}

const exchange = (auth: TestAuth, code: string, more: Record<string, string> = {}, client = auth.partnerApp) =>
  auth.token({ grant_type: 'authorization_code', code, ...more }, basic(client))

const refused = (description = 'Invalid authorization code') => ({ error: 'invalid_grant', error_description: description })

describe('an authorization code', () => {
  it.each([{}, { redirect_uri: partnerRedirect }])('is exchanged for tokens, with %j', async (more) => {
    const auth = await testAuth()
    const answer = await exchange(auth, await codeFor(auth, auth.partnerApp), more)
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.json)).toEqual(['access_token', 'token_type', 'refresh_token', 'expires_in', 'scope', 'jti'])
  })

  it('is refused with a redirect URI that it was not made for', async () => {
    const auth = await testAuth()
    const code = await codeFor(auth, auth.partnerApp)
    const answer = await exchange(auth, code, { redirect_uri: 'https://evil.example/' })
    expect([answer.status, answer.json]).toEqual([400, refused('Redirect URI mismatch')])
    expect((await exchange(auth, code)).status).toBe(200)
  })

  it('ends what it gave when it comes a second time', async () => {
    const auth = await testAuth()
    const code = await codeFor(auth, auth.partnerApp)
    const { refresh_token } = (await exchange(auth, code)).json
    const again = await exchange(auth, code)
    expect([again.status, again.json]).toEqual([400, refused()])
    const refreshed = await auth.token({ grant_type: 'refresh_token', refresh_token }, basic(auth.partnerApp))
    expect(refreshed.json.error).toBe('invalid_grant')
    expect(await auth.deps.grants.revokedSince(0)).toHaveLength(1)
  })

  it('is used once by callers that come at once, and then gives nothing', async () => {
    const auth = await testAuth()
    const code = await codeFor(auth, auth.partnerApp)
    const answers = await Promise.all(Array.from({ length: 8 }, () => exchange(auth, code)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(await auth.deps.grants.revokedSince(0)).toHaveLength(1)
  })

  it('lives one minute', async () => {
    const auth = await testAuth()
    const [early, late] = [await codeFor(auth, auth.partnerApp), await codeFor(auth, auth.partnerApp)]
    auth.clock.now += 60 * second - 1
    expect((await exchange(auth, early)).status).toBe(200)
    auth.clock.now += 1
    expect((await exchange(auth, late)).json).toEqual(refused())
  })

  it('is of no use to another application', async () => {
    const auth = await testAuth()
    const thief = await auth.addApplication(auth.acme.id, { kind: 'partner' })
    const code = await codeFor(auth, auth.partnerApp)
    expect((await exchange(auth, code, {}, thief)).json).toEqual(refused())
    expect((await exchange(auth, code)).status).toBe(200)
  })

  it('gives nothing to somebody who was deactivated meanwhile', async () => {
    const auth = await testAuth()
    const code = await codeFor(auth, auth.partnerApp)
    await auth.deps.administrators.replace(auth.acme.id, { ...auth.administrator, version: 2, active: false }, undefined)
    expect((await exchange(auth, code)).json).toEqual(refused())
  })

  it('is nowhere in the table', async () => {
    const auth = await testAuth()
    const code = await codeFor(auth, auth.partnerApp)
    expect(JSON.stringify(auth.table.items())).not.toContain(code)
  })
})

describe('a native application that listens on a port of its own (RFC 8252, 7.3)', () => {
  const verifier = randomBytes(32).toString('base64url')
  const code_challenge = createHash('sha256').update(verifier).digest('base64url')

  it.each(['127.0.0.1', '[::1]'])('is redirected to that port of %s, and its code is bound to it', async (host) => {
    const auth = await testAuth()
    const client = await auth.addApplication(auth.acme.id, { kind: 'public', redirectUris: [`http://${host}:8090/callback`] })
    const redirect_uri = `http://${host}:51234/callback`
    const request = { redirect_uri, code_challenge, code_challenge_method: 'S256' }
    const tokens = async (redirectUri: string) => {
      const code = await codeFor(auth, client, request)
      const fields = { grant_type: 'authorization_code', code, code_verifier: verifier, client_id: client.id }
      return auth.token({ ...fields, redirect_uri: redirectUri })
    }
    expect((await tokens(redirect_uri)).status).toBe(200)
    expect((await tokens(`http://${host}:8090/callback`)).json).toEqual(refused('Redirect URI mismatch'))
  })
})

describe('a proof of possession (PKCE)', () => {
  const verifier = randomBytes(32).toString('base64url')
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  const proof = { code_challenge: challenge, code_challenge_method: 'S256' }
  const publicExchange = (auth: TestAuth, code: string, more: Record<string, string> = {}) =>
    auth.token({ grant_type: 'authorization_code', code, client_id: auth.publicApp.id, ...more })

  it('lets a public application exchange its code, and refresh, without a secret', async () => {
    const auth = await testAuth()
    const answer = await publicExchange(auth, await codeFor(auth, auth.publicApp, proof), { code_verifier: verifier })
    expect(answer.status).toBe(200)
    const { refresh_token } = answer.json
    const fields = { grant_type: 'refresh_token', refresh_token, client_id: auth.publicApp.id }
    expect((await auth.token(fields)).status).toBe(200)
  })

  it.each([
    [{}, 'Missing parameter: code_verifier'],
    [{ code_verifier: 'x'.repeat(43) }, 'The code_verifier does not match the code_challenge'],
    [{ code_verifier: challenge }, 'The code_verifier does not match the code_challenge'],
  ])('refuses %j', async (more, description) => {
    const auth = await testAuth()
    const answer = await publicExchange(auth, await codeFor(auth, auth.publicApp, proof), more)
    expect([answer.status, answer.json]).toEqual([400, refused(description)])
  })

  it('holds a confidential application that began with one to it', async () => {
    const auth = await testAuth()
    const code = await codeFor(auth, auth.partnerApp, proof)
    expect((await exchange(auth, code)).json).toEqual(refused('Missing parameter: code_verifier'))
    expect((await exchange(auth, code, { code_verifier: verifier })).status).toBe(200)
  })

  it('that comes for a code that began without is refused: somebody took the challenge away', async () => {
    const auth = await testAuth()
    const answer = await exchange(auth, await codeFor(auth, auth.partnerApp), { code_verifier: verifier })
    expect(answer.json).toEqual(refused('No code_challenge was given for this code'))
  })
})
