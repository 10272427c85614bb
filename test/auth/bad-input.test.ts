import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ValueCredential } from '../../shared/domain/people/credentials/entity.ts'
import { mobileKeyGrantType } from '../../shared/domain/people/mobile-keys/grant-token.ts'
import { CredentialId, UserId } from '../../shared/lib/ids.ts'
import { basic, mary, passwordTokens, testAuth } from '../support/auth.ts'
import { badText } from '../support/bad-input/bad-values.ts'
import { tried } from '../support/bad-input/settings.ts'
import { browser } from '../support/browser.ts'
import { user } from '../support/holders.ts'

const auth = await testAuth()
const { app, table, other, operator, passwordApp, partnerApp, publicApp } = auth

/** Goes through the pages as Mary and gives a code. */
const codeOf = async (): Promise<string> => {
  const person = browser((path, init) => app.request(path, init))
  const query = new URLSearchParams({ response_type: 'code', client_id: partnerApp.id })
  const signedIn = await person.submit(await person.follow(`/oauth/authorize?${query}`), '/login', mary)
  const consent = await person.follow(signedIn.location ?? '')
  const answer = await person.submit(consent, '/login/consent', { decision: 'allow' })
  return new URL(answer.location ?? '').searchParams.get('code') ?? ''
}

const key: ValueCredential = {
  id: CredentialId.parse(7),
  version: 1,
  kind: 'mobile_key',
  state: 'active',
  encoded: 'abc123',
  userId: UserId.parse(5),
  createdAt: 0,
  updatedAt: 0,
}
await operator.users.add(other.id, user(5), undefined)
await operator.credentials.add(other.id, key, undefined)
const { refresh_token } = await passwordTokens(auth)
const ofPassword = { client_id: passwordApp.id, client_secret: passwordApp.secret }
const ofPartner = { client_id: partnerApp.id, client_secret: partnerApp.secret }

type Fields = Readonly<Record<string, string>>
/** A sound request of each grant. */
const grants: readonly (readonly [string, Fields])[] = [
  ['password', { grant_type: 'password', ...mary, ...ofPassword }],
  ['refresh_token', { grant_type: 'refresh_token', refresh_token, ...ofPassword }],
  ['authorization_code', { grant_type: 'authorization_code', code: await codeOf(), ...ofPartner }],
  [
    mobileKeyGrantType,
    {
      grant_type: mobileKeyGrantType,
      account_id: String(other.id),
      credential_id: '7',
      credential_value: 'abc123',
      client_id: publicApp.id,
    },
  ],
]
const snapshot = table.snapshot()

const Tokens = z.strictObject({
  access_token: z.string(),
  token_type: z.literal('bearer'),
  refresh_token: z.string().optional(),
  expires_in: z.number().int().positive(),
  scope: z.string(),
  jti: z.string(),
})
/** RFC 6749, 5.2: a description is of printable ASCII, without quotes and backslashes. */
const Refused = z.object({
  error: z.string().regex(/^[a-z_]+$/),
  error_description: z.string().regex(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,300}$/),
  retryCount: z.number().optional(),
  locked: z.boolean().optional(),
})
const Challenged = z.object({ status: z.literal(401), error: z.string(), message: z.string(), path: z.string() })

type Sent = { path?: string; body: string | URLSearchParams | Uint8Array; headers?: Fields }
const expectSound = async ({ path = '/oauth/token', body, headers = {} }: Sent) => {
  snapshot.restore()
  // What Node calls a body is one of these.
  const response = await app.request(path, { method: 'POST', body: body as RequestInit['body'] & {}, headers })
  const text = await response.text()
  expect([200, 400, 401, 413, 415], text).toContain(response.status)
  for (const secret of [passwordApp.secret, partnerApp.secret, mary.password]) expect(text).not.toContain(secret)
  const json: unknown = JSON.parse(text)
  if (response.status === 200) return path === '/oauth/token' ? Tokens.parse(json) : undefined
  return z.union([Refused, Challenged]).parse(json)
}

const wellFormed = badText.map((text) => text.toWellFormed())
const long = fc.constantFrom(1_025, 2_049, 100_000).map((length) => 'x'.repeat(length))
const value = fc.oneof({ weight: 8, arbitrary: wellFormed }, { weight: 1, arbitrary: long })

describe.each(grants)('the token endpoint, asked for tokens by %s', (_, sound) => {
  it('gives them', async () => {
    const answer = await expectSound({ body: new URLSearchParams(sound) })
    expect(answer).toHaveProperty('access_token')
  })

  it('answers as OAuth has it, whatever a parameter is', async () => {
    const names = fc.constantFrom(...Object.keys(sound), 'scope', 'redirect_uri', 'code_verifier', '__proto__')
    const how = fc.constantFrom('instead', 'twice', 'missing')
    await fc.assert(
      fc.asyncProperty(names, value, how, fc.boolean(), async (name, given, done, inQuery) => {
        const form = new URLSearchParams(sound)
        if (done === 'missing') form.delete(name)
        else if (done === 'twice') form.append(name, given)
        else form.set(name, given)
        await expectSound(inQuery ? { path: `/oauth/token?${form}`, body: '' } : { body: form })
      }),
      tried(120),
    )
  })

  it('answers as OAuth has it, whatever the name of a parameter is', async () => {
    await fc.assert(
      fc.asyncProperty(value, fc.boolean(), async (name, isTwice) => {
        const form = new URLSearchParams(sound)
        form.append(name, 'a')
        if (isTwice) form.append(name, 'b')
        await expectSound({ body: form })
      }),
      tried(30),
    )
  })

  it('answers as OAuth has it, whatever the credentials of the application are', async () => {
    const { client_id = '', client_secret: __, ...rest } = sound
    const printable = badText.map((text) => text.replaceAll(/[^\x20-\x7e]/g, ''))
    const authorization = fc.oneof(
      fc.tuple(badText, badText).map(([id, secret]) => basic({ id, secret }).Authorization),
      badText.map((secret) => basic({ id: client_id, secret }).Authorization),
      fc.tuple(fc.constantFrom('Basic ', 'basic', 'Bearer ', 'Digest ', ''), printable).map((parts) => parts.join('')),
    )
    await fc.assert(
      fc.asyncProperty(authorization, async (Authorization) => {
        await expectSound({ body: new URLSearchParams(rest), headers: { Authorization } })
      }),
      tried(40),
    )
  })
})

const types = [
  '',
  'application/x-www-form-urlencoded',
  'application/x-www-form-urlencoded; charset=utf-7',
  'application/x-www-form-urlencoded; charset=utf-16',
  'application/x-www-form-urlencoded;charset="iso-8859-1"',
  'multipart/form-data',
  'multipart/form-data; boundary=',
  'multipart/form-data; boundary=x',
  'application/json',
  'text/plain',
  '*/*',
]
const raws = (sound: Fields) =>
  fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    badText.map((text) => Buffer.from(text)),
    fc
      .constantFrom(
        '%',
        '%zz=1',
        '=',
        '&&&',
        '=a',
        'grant_type',
        'grant_type=%ff%fe',
        'grant_type=%ed%a0%80',
        `${new URLSearchParams(sound)}&a=%c0%80`,
        '--x\r\n\r\n--x--',
        '--x\r\nContent-Disposition: form-data; name="grant_type"\r\n\r\npassword\r\n--x--',
        '{"grant_type":"password"}',
        'a=1&'.repeat(100_000),
        'x'.repeat(1_000_001),
      )
      .map((text) => Buffer.from(text)),
  )

describe.each(['/oauth/token', '/oauth/revoke', '/oauth/service-token'])('POST %s', (path) => {
  it('answers as OAuth has it, whatever the body is', async () => {
    const sound = { token: refresh_token, request: 'x', ...grants[0]?.[1] }
    await fc.assert(
      fc.asyncProperty(raws(sound), fc.constantFrom(...types), async (body, type) => {
        await expectSound({ path, body: new Uint8Array(body), headers: type ? { 'Content-Type': type } : {} })
      }),
      tried(60),
    )
  })

  it('answers as OAuth has it, whatever a parameter is', async () => {
    const name = fc.constantFrom('token', 'token_type_hint', 'request', 'client_id')
    await fc.assert(
      fc.asyncProperty(name, value, async (changed, given) => {
        const form = new URLSearchParams({ token: refresh_token, request: 'x', ...ofPassword })
        form.set(changed, given)
        await expectSound({ path, body: form })
      }),
      tried(40),
    )
  })
})

describe('the pages', () => {
  const names = ['response_type', 'client_id', 'redirect_uri', 'state', 'scope', 'code_challenge', 'code_challenge_method']
  it.each(['/oauth/authorize', '/login', '/login/consent', '/login/password'])(
    'of %s are pages, whatever is in the query',
    async (path) => {
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...names), value, fc.boolean(), async (name, given, isTwice) => {
          snapshot.restore()
          const query = new URLSearchParams({ response_type: 'code', client_id: partnerApp.id, state: 's' })
          if (isTwice) query.append(name, given)
          else query.set(name, given)
          const response = await app.request(`${path}?${query}`, { redirect: 'manual' })
          expect([200, 302, 303, 400, 401, 403, 404]).toContain(response.status)
          // No text of the caller becomes a tag.
          expect(await response.text()).not.toContain('<script>alert')
          const to = response.headers.get('location') ?? '/'
          expect(to.startsWith('/') || to.startsWith('https://partner.example/callback?'), to).toBe(true)
        }),
        tried(60),
      )
    },
  )

  it.each(['/login', '/login/consent', '/login/password', '/login/sign-out'])('take any form: POST %s', async (path) => {
    const name = fc.constantFrom('username', 'password', 'repeated', 'form', 'decision')
    await fc.assert(
      fc.asyncProperty(name, value, badText, async (changed, given, cookie) => {
        snapshot.restore()
        const body = new URLSearchParams({ ...mary, form: 'x', decision: 'allow' })
        body.set(changed, given)
        const headers = { cookie: `session=${cookie.replaceAll(/[^\x21-\x7e]/g, '')}` }
        const response = await app.request(`${path}?client_id=${partnerApp.id}`, { method: 'POST', body, headers })
        expect([200, 302, 303, 400, 401, 403, 404, 413, 415, 429]).toContain(response.status)
        expect(await response.text()).not.toContain('<script>alert')
      }),
      tried(40),
    )
  })
})
