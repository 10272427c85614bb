import { describe, expect, it } from 'vitest'
import { type ClientOptions, createClient, type Grant, memoryStore, type TokenStore } from '../../sdk/src/index.ts'
import { empty, fault, json, type Scripted, scripted } from '../support/sdk.ts'

const tokens = (number: number, life = 300) =>
  json(200, { access_token: `a${number}`, refresh_token: `r${number}`, expires_in: life, token_type: 'bearer' })
const ok = () => empty(204)
const unauthorized = () => json(401, { error: 'invalid_token', error_description: 'Access token expired' })
const invalidGrant = () => json(400, { error: 'invalid_grant', error_description: 'Invalid refresh token' })
const password: Grant = { kind: 'password', username: 'mary', password: 'pass word&' }

const clientOf = (grant: Grant | undefined, answers: Scripted[], more: { store?: TokenStore } = {}) => {
  const api = scripted(...answers)
  const options: ClientOptions = {
    apiUrl: 'https://api.example/',
    authUrl: 'https://auth.example/',
    apiKey: 'k',
    clientId: 'client-1',
    clientSecret: 'a secret:+',
    runtime: api.runtime,
    ...(grant ? { grant } : {}),
    ...more,
  }
  const client = createClient(options)
  const call = () => client.DELETE('/users/{userId}', { path: { userId: 5 } })
  const seen = () =>
    api.sent.map(({ path, body, headers }) =>
      path === '/oauth/token' ? (new URLSearchParams(body).get('refresh_token') ?? 'sign in') : headers.get('authorization'),
    )
  return { ...api, options, call, seen }
}

describe('the first token', () => {
  it.each<[string, Grant, Record<string, string>]>([
    ['a password', password, { grant_type: 'password', username: 'mary', password: 'pass word&' }],
    [
      'a code',
      { kind: 'code', code: 'c', redirectUri: 'https://x.example/?a=b', codeVerifier: 'v' },
      { grant_type: 'authorization_code', code: 'c', redirect_uri: 'https://x.example/?a=b', code_verifier: 'v' },
    ],
    ['a code alone', { kind: 'code', code: 'c' }, { grant_type: 'authorization_code', code: 'c' }],
    ['a refresh token', { kind: 'refreshToken', refreshToken: 'r0' }, { grant_type: 'refresh_token', refresh_token: 'r0' }],
    [
      'the key of a phone',
      { kind: 'mobileKey', accountId: 1, credentialId: 2, credentialValue: 'k' },
      {
        grant_type: 'urn:sallyport:grant-type:digital-credential',
        account_id: '1',
        credential_id: '2',
        credential_value: 'k',
      },
    ],
  ])('is had for %s', async (_, grant, form) => {
    const { call, sent } = clientOf(grant, [tokens(1), ok()])
    await call()
    expect(sent[0]).toMatchObject({ method: 'POST', url: 'https://auth.example/oauth/token' })
    expect(Object.fromEntries(new URLSearchParams(sent[0]?.body))).toEqual(form)
    expect(sent[0]?.headers.get('authorization')).toBe(`Basic ${btoa('client-1:a%20secret%3A%2B')}`)
    expect(sent[0]?.headers.has('api-key')).toBe(false)
    expect(sent[1]?.headers.get('authorization')).toBe('Bearer a1')
  })

  it('is asked for by name alone when the application has no secret', async () => {
    const { options, runtime, sent } = clientOf(undefined, [tokens(1), ok()])
    const { clientSecret: _, ...open } = options as Extract<ClientOptions, { clientId: string }>
    await createClient({ ...open, grant: { kind: 'code', code: 'c' }, runtime }).DELETE('/users/{userId}', {
      path: { userId: 5 },
    })
    expect(new URLSearchParams(sent[0]?.body).get('client_id')).toBe('client-1')
    expect(sent[0]?.headers.has('authorization')).toBe(false)
  })

  it('is asked for again after a fault', async () => {
    const { call, seen } = clientOf(password, [fault(), json(503, {}), tokens(1), ok()])
    await call()
    expect(seen()).toEqual(['sign in', 'sign in', 'sign in', 'Bearer a1'])
  })

  it('is not asked for again with a password that was refused: that would lock the account', async () => {
    const refusal = { error: 'invalid_grant', error_description: 'Bad credentials', retryCount: 1, locked: false }
    const { call, sent } = clientOf(password, [json(401, refusal)])
    for (let time = 0; time < 3; time += 1) {
      await expect(call()).rejects.toMatchObject({
        status: 401,
        code: 'invalid_grant',
        message: 'Bad credentials',
        body: refusal,
      })
    }
    expect(sent.length).toBe(1)
  })

  it('is not taken from an answer that is none', async () => {
    const { call } = clientOf(password, [new Response('<html>Welcome to the hotel</html>')])
    await expect(call()).rejects.toMatchObject({ code: 'invalid_answer' })
  })
})

describe('a token', () => {
  it('is kept until shortly before its end, and then refreshed', async () => {
    const { call, clock, seen } = clientOf(password, [tokens(1), ok(), ok(), tokens(2), ok()])
    await call()
    clock.now += 289_000
    await call()
    clock.now += 1_000
    await call()
    expect(seen()).toEqual(['sign in', 'Bearer a1', 'Bearer a1', 'r1', 'Bearer a2'])
  })

  it('is refreshed once for all requests that wait, and each rotated refresh token is used once', async () => {
    const { call, clock, seen } = clientOf(password, [tokens(1), ok(), tokens(2), ok(), ok(), ok(), tokens(3), ok()])
    await call()
    clock.now += 300_000
    await Promise.all([call(), call(), call()])
    clock.now += 300_000
    await call()
    expect(seen()).toEqual(['sign in', 'Bearer a1', 'r1', 'Bearer a2', 'Bearer a2', 'Bearer a2', 'r2', 'Bearer a3'])
  })

  it('still comes to the others when one that waits for it is aborted', async () => {
    let answer = (_: Response): void => undefined
    const slow = new Promise<Response>((resolve) => {
      answer = resolve
    })
    const { options, runtime } = clientOf(password, [ok()])
    const fetch = (request: Request) => (request.url.endsWith('/oauth/token') ? slow : runtime.fetch(request))
    const client = createClient({ ...options, runtime: { ...runtime, fetch } })
    const path = { userId: 5 }
    const aborting = new AbortController()
    const ended = client.DELETE('/users/{userId}', { path, signal: aborting.signal })
    const served = client.DELETE('/users/{userId}', { path })
    aborting.abort(new Error('Enough'))
    await expect(ended).rejects.toThrow('Enough')
    answer(tokens(1))
    expect((await served).response.status).toBe(204)
  })

  it('that the API refuses is refreshed, and the request repeated, once', async () => {
    const { call, sent, seen } = clientOf(password, [tokens(1), unauthorized(), tokens(2), ok()])
    await call()
    expect(seen()).toEqual(['sign in', 'Bearer a1', 'r1', 'Bearer a2'])
    expect(sent[1]?.headers.get('idempotency-key')).toBe(sent[3]?.headers.get('idempotency-key'))

    const refused = clientOf(password, [tokens(1), unauthorized(), tokens(2), unauthorized()])
    await expect(refused.call()).rejects.toMatchObject({ status: 401, code: 'invalid_token' })
    expect(refused.sent.length).toBe(4)
  })

  it('that the API refuses to many at once is refreshed once', async () => {
    const { call, seen } = clientOf(password, [tokens(1), unauthorized(), unauthorized(), tokens(2), ok(), ok()])
    await Promise.all([call(), call()])
    expect(seen()).toEqual(['sign in', 'Bearer a1', 'Bearer a1', 'r1', 'Bearer a2', 'Bearer a2'])
  })

  it('that was given by hand is not refreshed', async () => {
    const api = scripted(unauthorized())
    const client = createClient({ apiUrl: 'https://api.example', apiKey: 'k', accessToken: 'service', runtime: api.runtime })
    await expect(client.GET('/sites')).rejects.toMatchObject({ status: 401 })
    expect(api.sent.length).toBe(1)
  })
})

describe('a refresh', () => {
  const due = async (grant: Grant | undefined, answers: Scripted[], store = memoryStore()) => {
    await store.save({ accessToken: 'a1', refreshToken: 'r1', expiresAt: 0 })
    return { ...clientOf(grant, answers, { store }), store }
  }

  it('whose answer was lost is repeated soon with the same token', async () => {
    const { call, seen, pauses } = await due(undefined, [fault(), fault(), tokens(2), ok()])
    await call()
    expect(seen()).toEqual(['r1', 'r1', 'r1', 'Bearer a2'])
    expect(pauses).toEqual([125, 250])
  })

  it('is not repeated so late that its token would end the grant', async () => {
    const { call, sent, clock } = await due(undefined, [fault(), fault(), fault(), fault()])
    const slowly = clientOf(undefined, [])
    const started = clock.now
    const client = createClient({
      ...slowly.options,
      store: { load: async () => ({ accessToken: 'a1', refreshToken: 'r1', expiresAt: 0 }), save: async () => undefined },
      runtime: {
        ...slowly.runtime,
        fetch: async (request) => {
          sent.push({ method: '', url: '', path: '', headers: request.headers, body: String(slowly.clock.now - started) })
          slowly.clock.now += 12_000
          throw fault()
        },
      },
    })
    await expect(client.GET('/sites')).rejects.toThrow('no answer within 20000 ms')
    expect(sent.map(({ body }) => Number(body))).toEqual([0, 12_125])
    await expect(call()).rejects.toThrow('fetch failed')
  })

  it('that the server cannot serve now leaves the tokens as they are', async () => {
    const { call, store } = await due(undefined, [json(503, {}), json(503, {}), json(503, {}), json(503, {}), tokens(2), ok()])
    await expect(call()).rejects.toMatchObject({ status: 503 })
    expect(await store.load()).toMatchObject({ refreshToken: 'r1' })
    await call()
    expect(await store.load()).toMatchObject({ refreshToken: 'r2' })
  })

  it('that is refused makes way for a new sign-in where the grant can be repeated', async () => {
    const { call, seen } = await due(password, [invalidGrant(), tokens(2), ok()])
    await call()
    expect(seen()).toEqual(['r1', 'sign in', 'Bearer a2'])
  })

  it('that is refused ends the tokens where somebody has to sign in again', async () => {
    const { call, store } = await due(undefined, [invalidGrant()])
    await expect(call()).rejects.toMatchObject({
      code: 'invalid_grant',
      message: 'There is no token that is good any more: sign in again',
    })
    expect(await store.load()).toBeUndefined()
    const { call: callOnce, clock, sent } = clientOf({ kind: 'code', code: 'c' }, [tokens(1), ok(), invalidGrant()])
    await callOnce()
    clock.now += 300_000
    await expect(callOnce()).rejects.toMatchObject({ code: 'invalid_grant' })
    expect(sent.length).toBe(3)
  })
})

describe('a store of tokens', () => {
  const storeOf = (kept: Awaited<ReturnType<TokenStore['load']>>) => {
    const store = memoryStore()
    return { store, ready: store.save(kept) }
  }
  const at = (clock: { now: number }, number: number, life: number) => ({
    accessToken: `a${number}`,
    refreshToken: `r${number}`,
    expiresAt: clock.now + life,
  })

  it('is used instead of signing in, and has every new refresh token', async () => {
    const saved: unknown[] = []
    const store: TokenStore = {
      load: async () => ({ accessToken: 'a1', refreshToken: 'r1', expiresAt: 0 }),
      save: async (tokens) => void saved.push(tokens),
    }
    const { call, seen, clock } = clientOf(password, [tokens(2), ok()], { store })
    await call()
    expect(seen()).toEqual(['r1', 'Bearer a2'])
    expect(saved).toEqual([{ accessToken: 'a2', refreshToken: 'r2', expiresAt: clock.now + 300_000 }])
  })

  it('has what another process refreshed, before this one asks', async () => {
    const { store, ready } = storeOf(undefined)
    await ready
    const { call, clock, seen } = clientOf(password, [tokens(1), ok(), ok()], { store })
    await call()
    clock.now += 300_000
    await store.save(at(clock, 7, 300_000))
    await call()
    expect(seen()).toEqual(['sign in', 'Bearer a1', 'Bearer a7'])
  })

  it.each([
    [300_000, ['r1', 'Bearer a7']],
    [0, ['r1', 'r7', 'Bearer a8']],
  ])('has what another process refreshed at the same time, good for %i ms', async (life, expected) => {
    const { store, ready } = storeOf({ accessToken: 'a1', refreshToken: 'r1', expiresAt: 0 })
    await ready
    const { options, runtime, clock, seen } = clientOf(undefined, [invalidGrant(), ...(life === 0 ? [tokens(8)] : []), ok()], {
      store,
    })
    const fetch = async (request: Request) => {
      if ((await store.load())?.refreshToken === 'r1') await store.save(at(clock, 7, life))
      return runtime.fetch(request)
    }
    await createClient({ ...options, runtime: { ...runtime, fetch } }).GET('/sites')
    expect(seen()).toEqual(expected)
  })

  it('that cannot save loses no refresh token', async () => {
    const store: TokenStore = {
      load: async () => undefined,
      save: async () => {
        throw new Error('The disk is full')
      },
    }
    const { call, clock, seen } = clientOf(password, [tokens(1), ok(), tokens(2), ok()], { store })
    await expect(call()).rejects.toThrow('The disk is full')
    await call()
    clock.now += 300_000
    await expect(call()).rejects.toThrow('The disk is full')
    await call()
    expect(seen()).toEqual(['sign in', 'Bearer a1', 'r1', 'Bearer a2'])
  })
})
