import * as oauth from 'oauth4webapi'
import PassportStrategy from 'passport-oauth2'
import { AuthorizationCode, ResourceOwnerPassword } from 'simple-oauth2'
import { afterEach, describe, expect, it } from 'vitest'
import { mary, testAuth } from '../support/auth.ts'
import { browser } from '../support/browser.ts'
import { serve } from '../support/serve.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const redirectUri = 'http://127.0.0.1:9/callback'

/** The auth server at a real address that it knows as its own; a partner application; and Mary, who allows everything. */
const served = async () => {
  let fetch: (request: Request) => Response | Promise<Response> = () => new Response(null, { status: 503 })
  const { url, close } = await serve((request) => fetch(request))
  closing.push(close)
  const auth = await testAuth({ issuer: url })
  fetch = (request) => auth.app.fetch(request)
  // Clients compare the times in tokens with their own clock.
  auth.clock.now = Date.now()
  const partner = await auth.addApplication(auth.acme.id, { kind: 'partner', redirectUris: [redirectUri] })
  const phone = await auth.addApplication(auth.acme.id, { kind: 'public', redirectUris: [redirectUri] })
  const allow = async (authorizationUrl: string): Promise<URL> => {
    const person = browser((path, init) => globalThis.fetch(new URL(path, url), init))
    const signedIn = await person.submit(await person.follow(authorizationUrl), '/login', mary)
    const consent = await person.follow(signedIn.location ?? '')
    const answer = await person.submit(consent, '/login/consent', { decision: 'allow' })
    return new URL(answer.location ?? '')
  }
  return { ...auth, url, partner, phone, allow }
}

describe('oauth4webapi', () => {
  const insecure = { [oauth.allowInsecureRequests]: true }
  const discovered = async (url: string) => {
    const issuer = new URL(url)
    const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure })
    return oauth.processDiscoveryResponse(issuer, answer)
  }

  it.each(['partner', 'phone'] as const)('signs a %s application in with PKCE, refreshes and revokes', async (kind) => {
    const auth = await served()
    const server = await discovered(auth.url)
    const client: oauth.Client = { client_id: auth[kind].id }
    const clientAuth = kind === 'partner' ? oauth.ClientSecretBasic(auth.partner.secret) : oauth.None()
    const verifier = oauth.generateRandomCodeVerifier()
    const state = oauth.generateRandomState()
    const at = new URL(server.authorization_endpoint ?? '')
    const challenge = await oauth.calculatePKCECodeChallenge(verifier)
    at.search = new URLSearchParams({
      response_type: 'code',
      client_id: client.client_id,
      redirect_uri: redirectUri,
      scope: 'brivo.api',
      state,
      code_challenge: challenge,
      code_challenge_method: 'S256',
    }).toString()
    const parameters = oauth.validateAuthResponse(server, client, await auth.allow(at.href), state)
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      clientAuth,
      parameters,
      redirectUri,
      verifier,
      insecure,
    )
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, answer)
    expect(tokens).toMatchObject({ token_type: 'bearer', expires_in: expect.any(Number) })

    const refreshing = await oauth.refreshTokenGrantRequest(server, client, clientAuth, tokens.refresh_token ?? '', insecure)
    const refreshed = await oauth.processRefreshTokenResponse(server, client, refreshing)
    expect(refreshed.refresh_token).not.toBe(tokens.refresh_token)

    const revoking = await oauth.revocationRequest(server, client, clientAuth, refreshed.refresh_token ?? '', insecure)
    await expect(oauth.processRevocationResponse(revoking)).resolves.toBeUndefined()
    const late = await oauth.refreshTokenGrantRequest(server, client, clientAuth, refreshed.refresh_token ?? '', insecure)
    await expect(oauth.processRefreshTokenResponse(server, client, late)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('gets an error that it understands for a wrong code', async () => {
    const auth = await served()
    const server = await discovered(auth.url)
    const client: oauth.Client = { client_id: auth.partner.id }
    const parameters = oauth.validateAuthResponse(server, client, new URL(`${redirectUri}?code=x`), oauth.expectNoState)
    const clientAuth = oauth.ClientSecretPost(auth.partner.secret)
    const answer = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      clientAuth,
      parameters,
      redirectUri,
      oauth.nopkce,
      insecure,
    )
    await expect(oauth.processAuthorizationCodeResponse(server, client, answer)).rejects.toMatchObject({ error: 'invalid_grant' })
  })

  it('gets an error when the person denies', async () => {
    const auth = await served()
    const server = await discovered(auth.url)
    const denied = new URL(`${redirectUri}?error=access_denied&error_description=The+person+did+not+allow+it&state=s`)
    const client: oauth.Client = { client_id: auth.partner.id }
    expect(() => oauth.validateAuthResponse(server, client, denied, 's')).toThrow(oauth.AuthorizationResponseError)
  })
})

describe('simple-oauth2', () => {
  const config = (url: string, { id, secret }: { id: string; secret: string }) => ({
    client: { id, secret },
    auth: { tokenHost: url, tokenPath: '/oauth/token', revokePath: '/oauth/revoke' },
  })

  it.each(['header', 'body'] as const)(
    'signs in by code with its credentials in the %s, refreshes and revokes',
    async (method) => {
      const auth = await served()
      const client = new AuthorizationCode({ ...config(auth.url, auth.partner), options: { authorizationMethod: method } })
      const back = await auth.allow(client.authorizeURL({ redirect_uri: redirectUri, state: 'a state' }))
      expect(back.searchParams.get('state')).toBe('a state')
      const code = back.searchParams.get('code') ?? ''
      const token = await client.getToken({ code, redirect_uri: redirectUri })
      expect(token.expired()).toBe(false)
      const refreshed = await token.refresh()
      expect(refreshed.token.access_token).not.toBe(token.token.access_token)
      await refreshed.revokeAll()
      await expect(refreshed.refresh()).rejects.toMatchObject({ data: { payload: { error: 'invalid_grant' } } })
    },
  )

  it('signs in by password, and gets an error for a wrong one', async () => {
    const auth = await served()
    const client = new ResourceOwnerPassword(config(auth.url, auth.passwordApp))
    const token = await client.getToken(mary)
    expect(token.token.scope).toBe('brivo.api')
    await expect(client.getToken({ ...mary, password: 'wrong' })).rejects.toMatchObject({
      data: { payload: { error: 'invalid_grant', error_description: 'Bad credentials', retryCount: 1, locked: false } },
    })
  })
})

describe('passport-oauth2', () => {
  /** What Express and passport do around a strategy: a request with a session, and where the strategy ends. */
  const run = (strategy: PassportStrategy, request: Record<string, unknown>) =>
    new Promise<{ redirect?: string; user?: unknown; info?: unknown; error?: unknown; failed?: unknown }>((resolve) => {
      const running = Object.assign(Object.create(strategy), {
        redirect: (redirect: string) => resolve({ redirect }),
        success: (user: unknown, info: unknown) => resolve({ user, info }),
        fail: (failed: unknown) => resolve({ failed }),
        error: (error: unknown) => resolve({ error }),
      })
      running.authenticate(request, {})
    })
  const strategyFor = (url: string, { id, secret }: { id: string; secret: string }, more: Record<string, unknown> = {}) =>
    new PassportStrategy(
      {
        authorizationURL: `${url}/oauth/authorize`,
        tokenURL: `${url}/oauth/token`,
        clientID: id,
        clientSecret: secret,
        callbackURL: redirectUri,
        ...more,
      },
      (accessToken: string, refreshToken: string, _profile: unknown, done: PassportStrategy.VerifyCallback) =>
        done(null, { accessToken, refreshToken }),
    )

  it.each([{}, { state: true }, { state: true, pkce: true }])('signs in with %j', async (more) => {
    const auth = await served()
    const strategy = strategyFor(auth.url, auth.partner, more)
    const session = {}
    const { redirect = '' } = await run(strategy, { session, query: {}, headers: {} })
    const back = await auth.allow(redirect)
    const { user, error } = await run(strategy, { session, query: Object.fromEntries(back.searchParams), headers: {} })
    expect(error).toBeUndefined()
    expect(user).toEqual({ accessToken: expect.stringMatching(/^ey/), refreshToken: expect.any(String) })
  })

  it('gets an error for a wrong secret', async () => {
    const auth = await served()
    const strategy = strategyFor(auth.url, { ...auth.partner, secret: 'wrong' })
    const { error } = await run(strategy, { query: { code: 'x' }, headers: {} })
    expect(error).toBeInstanceOf(Error)
  })
})
