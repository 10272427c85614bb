import { createLocalJWKSet, decodeJwt, errors, type JWTPayload, type JWTVerifyGetKey, SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { readAuthority } from '../../shared/domain/identity/administrators/authority.ts'
import type { AccessClaims } from '../../shared/domain/identity/oauth/claims.ts'
import { isStillSignedIn, signInOf } from '../../shared/domain/identity/oauth/sign-in.ts'
import { everywhere } from '../../shared/domain/identity/principals/permission.ts'
import { readServiceToken } from '../../shared/domain/identity/service-tokens/authority.ts'
import { isAccountOpen } from '../../shared/domain/places/accounts/is-open.ts'
import { type Revocations, revocationList } from '../../shared/http/revocations.ts'
import { remoteKeys, tokenVerifier } from '../../shared/http/verify-token.ts'
import { hour, second } from '../../shared/lib/clock.ts'
import { RoleId } from '../../shared/lib/ids.ts'
import { somebody } from '../support/api.ts'
import { basic, mary, passwordTokens, type TestAuth, testAuth } from '../support/auth.ts'
import { serve } from '../support/serve.ts'

const nothingEnded: Revocations = { ready: async () => {}, has: () => false, count: () => 0, hasSince: () => false }

const verifierFor = (auth: TestAuth, revocations = nothingEnded) =>
  verifierBy(auth, createLocalJWKSet(auth.deps.publicKeys.jwks), revocations)

const verifierBy = (auth: TestAuth, keys: JWTVerifyGetKey, revocations: Revocations) =>
  tokenVerifier(
    {
      issuer: 'https://auth.example',
      keys,
      revocations,
      readAccount: (accountId) => isAccountOpen(auth.operator, accountId),
      readAuthority: (accountId, administratorId) => readAuthority(auth.operator, accountId, administratorId),
      readServiceToken: (presented) => readServiceToken(auth.operator, presented),
    },
    () => auth.clock.now,
  )

describe('an access token', () => {
  it('says who acts', async () => {
    const auth = await testAuth()
    const { access_token } = await passwordTokens(auth)
    expect(await verifierFor(auth)(access_token)).toEqual({
      kind: 'administrator',
      accountId: auth.acme.id,
      administratorId: auth.administrator.id,
      name: "Mary O'Master",
      username: 'mary',
      type: 'MASTER',
      clientId: auth.passwordApp.id,
      grants: somebody({ type: 'MASTER' }).grants,
    })
  })

  it('ends with its application, within the time in which notices are read', async () => {
    const auth = await testAuth()
    const { access_token } = await passwordTokens(auth)
    const verify = verifierFor(
      auth,
      revocationList(auth.deps.grants.revokedSince, () => auth.clock.now),
    )
    expect(await verify(access_token)).toMatchObject({ kind: 'administrator' })
    const application = await auth.deps.applications.findByClientId(auth.passwordApp.id)
    if (!application) throw new Error('The application is gone')
    await auth.operator.applications.remove(auth.acme.id, application, auth.clock.now)
    auth.clock.now += 10 * second
    expect(await verify(access_token)).toBe('invalid')
  })

  it('may be that of a person with a card, who is granted nothing', async () => {
    const auth = await testAuth()
    const claims = decodeJwt<AccessClaims>((await passwordTokens(auth)).access_token)
    const cardHolder = { ...claims, kind: 'cardHolder', sub: '5', name: 'Carla' } as AccessClaims
    expect(await verifierFor(auth)(await auth.deps.signAccessToken(cardHolder))).toEqual({
      kind: 'cardHolder',
      accountId: auth.acme.id,
      userId: 5,
      name: 'Carla',
      clientId: claims.client_id,
      grants: [],
    })
  })

  it('works for as long as was said, and is then expired', async () => {
    const auth = await testAuth()
    const { access_token, expires_in } = await passwordTokens(auth)
    const verify = verifierFor(auth)
    auth.clock.now += expires_in * second - 1
    expect(await verify(access_token)).toMatchObject({ username: 'mary' })
    auth.clock.now += 1
    expect(await verify(access_token)).toBe('expired')
  })

  it('is checked by its signature once, and by its time and its grant at every request', async () => {
    const auth = await testAuth()
    const { access_token, refresh_token, expires_in } = await passwordTokens(auth)
    let asked = 0
    const local = createLocalJWKSet(auth.deps.publicKeys.jwks)
    const ended = revocationList(auth.deps.grants.revokedSince, () => auth.clock.now)
    const verify = verifierBy(
      auth,
      (header, token) => {
        asked += 1
        return local(header, token)
      },
      ended,
    )
    for (let request = 0; request < 3; request += 1) expect(await verify(access_token)).toMatchObject({ username: 'mary' })
    expect(asked).toBe(1)
    const other = await passwordTokens(auth)
    expect(await verify(other.access_token)).toMatchObject({ username: 'mary' })
    await auth.post('/oauth/revoke', { token: refresh_token }, basic(auth.passwordApp))
    auth.clock.now += 10 * second
    expect(await verify(access_token)).toBe('invalid')
    auth.clock.now += expires_in * second
    expect(await verify(other.access_token)).toBe('expired')
    expect(asked).toBe(2)
  })

  it('of another issuer, of a changed content, without a signature, or of none of our keys is invalid', async () => {
    const auth = await testAuth()
    const { access_token } = await passwordTokens(auth)
    const [header = '', payload = '', signature = ''] = access_token.split('.')
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString())
    const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
    const shared = new TextEncoder().encode(auth.deps.publicKeys.pem)
    const hmac = (body: JWTPayload) => new SignJWT(body).setProtectedHeader({ alg: 'HS256', kid: 'new' }).sign(shared)
    const tokens = [
      `${header}.${encoded({ ...claims, account_id: auth.other.id })}.${signature}`,
      `${encoded({ alg: 'none' })}.${payload}.`,
      `${encoded({ alg: 'none', kid: 'new' })}.${payload}.${signature}`,
      await hmac(claims),
      await auth.deps.signAccessToken({ ...claims, iss: 'https://evil.example' }),
      (await passwordTokens(await testAuthWithOtherKeys())).access_token,
      'nonsense',
      '',
      'a.b.c',
    ]
    for (const token of tokens) expect(await verifierFor(auth)(token)).toBe('invalid')
  })

  it('with claims of another shape is invalid', async () => {
    const auth = await testAuth()
    const { access_token } = await passwordTokens(auth)
    const claims = await auth.deps.readAccessToken(access_token)
    if (!claims) throw new Error('no claims')
    const { grant: _grant, ...without } = claims
    // A key of ours signed it, which is all that the types could promise.
    const token = await auth.deps.signAccessToken(without as typeof claims)
    expect(await verifierFor(auth)(token)).toBe('invalid')
  })

  it('of a grant that was ended is refused within seconds, by instances that had read the list before', async () => {
    const auth = await testAuth()
    const { access_token, refresh_token } = await passwordTokens(auth)
    const verify = verifierFor(
      auth,
      revocationList(auth.deps.grants.revokedSince, () => auth.clock.now),
    )
    expect(await verify(access_token)).toMatchObject({ username: 'mary' })
    await auth.post('/oauth/revoke', { token: refresh_token }, basic(auth.passwordApp))
    auth.clock.now += 2 * second
    await verify(access_token)
    expect(await verify(access_token)).toBe('invalid')
  })

  it('of an administrator who changes says who they are then, within seconds, at the cost of one reading', async () => {
    const auth = await testAuth()
    const ann = { username: 'ann', password: 'a password of hers' }
    const { id } = await auth.addAdministrator(auth.acme.id, { ...ann, type: 'ASSISTANT' })
    const { access_token } = await passwordTokens(auth, ann)
    let readings = 0
    const verify = tokenVerifier(
      {
        issuer: 'https://auth.example',
        keys: createLocalJWKSet(auth.deps.publicKeys.jwks),
        revocations: revocationList(auth.deps.grants.revokedSince, () => auth.clock.now),
        readAccount: (accountId) => isAccountOpen(auth.operator, accountId),
        readAuthority: (accountId, administratorId) => {
          readings += 1
          return readAuthority(auth.operator, accountId, administratorId)
        },
        readServiceToken: (presented) => readServiceToken(auth.operator, presented),
      },
      () => auth.clock.now,
    )
    expect(await verify(access_token)).toMatchObject({ type: 'ASSISTANT', name: "Mary O'Master" })
    const before = await auth.deps.administrators.get(auth.acme.id, id)
    if (!before) throw new Error('Ann is gone')
    const next = { ...before, version: 2, type: 'SENIOR' as const, lastName: 'New' }
    await auth.deps.administrators.replace(auth.acme.id, next, undefined, { announcedAt: auth.clock.now })
    expect(readings).toBe(0)
    auth.clock.now += 10 * second
    for (let request = 0; request < 3; request += 1)
      expect(await verify(access_token)).toMatchObject({
        type: 'SENIOR',
        name: 'Mary New',
        grants: somebody({ type: 'SENIOR' }).grants,
      })
    expect(readings).toBe(1)
  })

  it.each([
    ['has another password', { signInVersion: 2 }],
    ['is switched off', { active: false }],
    ['has expired', { expiresAt: Date.UTC(2026, 2, 2, 12) }],
    ['is deleted', undefined],
  ])('of an administrator who %s ends within seconds, and so do the refresh token and the session', async (_, change) => {
    const auth = await testAuth()
    const verify = verifierFor(
      auth,
      revocationList(auth.deps.grants.revokedSince, () => auth.clock.now),
    )
    const { access_token, refresh_token } = await passwordTokens(auth)
    const { administrator, acme } = auth
    await auth.deps.signIns.addSession('hash', {
      ...signInOf({ accountId: acme.id, administrator }),
      expiresAt: auth.clock.now + hour,
    })
    expect(await verify(access_token)).toMatchObject({ username: 'mary' })
    const announcedAt = auth.clock.now
    const { administrators } = auth.operator
    if (change) await administrators.replace(acme.id, { ...administrator, version: 2, ...change }, undefined, { announcedAt })
    else await administrators.remove(acme.id, administrator, undefined, { announcedAt })
    auth.clock.now += 10 * second
    expect(await verify(access_token)).toBe('invalid')
    const refreshed = await auth.token({ grant_type: 'refresh_token', refresh_token }, basic(auth.passwordApp))
    expect([refreshed.status, refreshed.json.error]).toEqual([400, 'invalid_grant'])
    const session = await auth.deps.signIns.getSession('hash', auth.clock.now)
    const now = await auth.deps.administrators.get(acme.id, administrator.id)
    expect(session && isStillSignedIn(now, session, auth.clock.now)).toBe(false)
  })

  it('of an administrator with a role says what the role allows, and follows it within seconds', async () => {
    const auth = await testAuth()
    const { operator, acme, clock } = auth
    const role = {
      id: RoleId.parse(70),
      version: 1,
      name: 'Viewers',
      features: [{ featureId: 14, set: 'LIMITED' as const }],
      createdAt: clock.now,
      updatedAt: clock.now,
    }
    await operator.roles.add(acme.id, role, undefined)
    const next = { ...auth.administrator, version: 2, type: 'SENIOR' as const, roleIds: [role.id] }
    await operator.administrators.replace(acme.id, next, undefined)
    const { access_token } = await passwordTokens(auth)
    const verify = verifierFor(
      auth,
      revocationList(operator.grants.revokedSince, () => clock.now),
    )
    expect(await verify(access_token)).toMatchObject({ grants: [{ permission: 'users:view', scope: everywhere }] })
    const changed = { ...role, version: 2, updatedAt: clock.now, features: [{ featureId: 16, set: 'LIMITED' as const }] }
    await operator.roles.replace(acme.id, role, changed, undefined)
    clock.now += 10 * second
    expect(await verify(access_token)).toMatchObject({ grants: [{ permission: 'groups:view', scope: everywhere }] })
    await operator.roles.remove(acme.id, changed, undefined, clock.now)
    clock.now += 10 * second
    expect(await verify(access_token)).toMatchObject({ grants: [] })
  })

  it('ends when the login of its administrator does', async () => {
    const auth = await testAuth()
    const expiresAt = auth.clock.now + 90 * second
    await auth.operator.administrators.replace(auth.acme.id, { ...auth.administrator, version: 2, expiresAt }, undefined)
    const { access_token, expires_in } = await passwordTokens(auth)
    expect(expires_in).toBe(90)
    auth.clock.now = expiresAt
    expect(await verifierFor(auth)(access_token)).toBe('expired')
    expect((await auth.token({ grant_type: 'password', ...mary }, basic(auth.passwordApp))).status).toBe(401)
  })

  it('is verified by keys that are fetched once', async () => {
    const auth = await testAuth()
    let fetched = 0
    const { url, close } = await serve((request) => {
      fetched += 1
      return auth.app.fetch(request)
    })
    const keys = remoteKeys(url)
    const verify = verifierBy(auth, keys, nothingEnded)
    const { access_token } = await passwordTokens(auth)
    await Promise.all([verify(access_token), verify(access_token)])
    const claims = await auth.deps.readAccessToken(access_token)
    const unknown = await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', kid: 'unknown' }).sign(new Uint8Array(32))
    for (const token of [access_token, unknown, unknown]) await verify(token)
    expect(fetched).toBe(1)
    await close()
  })

  it('is no fault of its bearer when the keys cannot be had', async () => {
    const auth = await testAuth()
    const { access_token } = await passwordTokens(auth)
    const { url, close } = await serve(() => new Response('busy', { status: 503 }))
    const verify = verifierBy(auth, remoteKeys(url), nothingEnded)
    await expect(verify(access_token)).rejects.toBeInstanceOf(errors.JOSEError)
    await close()
    await expect(verify(access_token)).rejects.toThrow()
  })
})

/** A server with another key under the same kid. */
const testAuthWithOtherKeys = async () => {
  const auth = await testAuth()
  const { generateKeyPair } = await import('jose')
  const { privateKey } = await generateKeyPair('RS256')
  auth.deps.signAccessToken = (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'new' }).sign(privateKey)
  return auth
}
