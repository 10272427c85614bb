import { createLocalJWKSet, decodeJwt } from 'jose'
import { describe, expect, it } from 'vitest'
import { tokenSigner } from '../../shared/adapters/token-signer.ts'
import { readAuthority } from '../../shared/domain/identity/administrators/authority.ts'
import { unlimited } from '../../shared/domain/identity/administrators/entity.ts'
import type { TokenClaims } from '../../shared/domain/identity/oauth/claims.ts'
import { limitsOf } from '../../shared/domain/identity/principals/limits.ts'
import type { AdministratorPrincipal } from '../../shared/domain/identity/principals/principal.ts'
import { readServiceToken } from '../../shared/domain/identity/service-tokens/authority.ts'
import { serviceTokenPermissions } from '../../shared/domain/identity/service-tokens/entity.ts'
import { issueServiceToken, type SignServiceToken } from '../../shared/domain/identity/service-tokens/issue.ts'
import { revokeServiceToken } from '../../shared/domain/identity/service-tokens/revoke.ts'
import { isAccountOpen } from '../../shared/domain/places/accounts/is-open.ts'
import { revocationList } from '../../shared/http/revocations.ts'
import { tokenVerifier } from '../../shared/http/verify-token.ts'
import { day, hour, second } from '../../shared/lib/clock.ts'
import { SiteId } from '../../shared/lib/ids.ts'
import { somebody } from '../support/api.ts'
import { type TestAuth, testAuth } from '../support/auth.ts'
import { serve } from '../support/serve.ts'

const signBy =
  (auth: TestAuth): SignServiceToken =>
  async (request) =>
    (await auth.post('/oauth/service-token', { request })).json.token

/** Mary has a service token, made by her application, and an API that judges tokens. */
const maryWithToken = async () => {
  const auth = await testAuth()
  const mary = somebody({
    accountId: auth.acme.id,
    administratorId: auth.administrator.id,
    name: "Mary O'Master",
    clientId: auth.passwordApp.id,
  })
  let readings = 0
  const verify = tokenVerifier(
    {
      issuer: 'https://auth.example',
      keys: createLocalJWKSet(auth.deps.publicKeys.jwks),
      revocations: revocationList(auth.deps.grants.revokedSince, () => auth.clock.now),
      readAccount: (accountId) => isAccountOpen(auth.operator, accountId),
      readAuthority: (accountId, administratorId) => readAuthority(auth.operator, accountId, administratorId),
      readServiceToken: (presented) => {
        readings += 1
        return readServiceToken(auth.operator, presented)
      },
    },
    () => auth.clock.now,
  )
  const issue = async (as: AdministratorPrincipal = mary) => {
    const issued = await issueServiceToken({ ...auth.operator, signServiceToken: signBy(auth) }, as)
    if (!issued.ok) throw new Error(issued.error.kind)
    return issued.value.value
  }
  return { auth, mary, verify, issue, readings: () => readings }
}

describe('a service token', () => {
  it('acts for its administrator, except for what is for people only, and goes on for a year', async () => {
    const { auth, mary, verify, issue, readings } = await maryWithToken()
    const token = await issue()
    const principal = await verify(token)
    expect(principal).toMatchObject({ kind: 'token', accountId: auth.acme.id, clientId: mary.clientId, name: "Mary O'Master" })
    const granted = typeof principal === 'string' ? [] : principal.grants.map(({ permission }) => permission)
    expect(granted.toSorted()).toEqual(serviceTokenPermissions.toSorted())
    for (const name of [
      'administrators:edit',
      'applications:edit',
      'accounts:edit',
      'customers:edit',
      'service-tokens:edit',
    ] as const)
      expect(granted).not.toContain(name)
    await verify(token)
    expect(readings()).toBe(1)
    auth.clock.now += 365 * day - second
    expect(await verify(token)).toEqual(principal)
    auth.clock.now += second
    expect(await verify(token)).toBe('expired')
  })

  it('is refused within seconds once it is revoked, and still when no notice of that is left', async () => {
    const { auth, mary, verify, issue } = await maryWithToken()
    const token = await issue()
    expect(await verify(token)).toMatchObject({ kind: 'token' })
    expect(await revokeServiceToken(auth.operator, mary)).toEqual({ ok: true, value: undefined })
    auth.clock.now += 10 * second
    expect(await verify(token)).toBe('invalid')
    auth.clock.now += 3 * hour
    expect(await verify(token)).toBe('invalid')
    // Another one of the same administrator does not bring it back.
    const next = await issue()
    expect(await verify(next)).toMatchObject({ kind: 'token' })
    expect(await verify(token)).toBe('invalid')
  })

  it('ends with its application, also for an instance that has seen no notice', async () => {
    const { auth, verify, issue } = await maryWithToken()
    const token = await issue()
    expect(await verify(token)).toMatchObject({ kind: 'token' })
    const application = await auth.deps.applications.findByClientId(auth.passwordApp.id)
    if (!application) throw new Error('The application is gone')
    await auth.operator.applications.remove(auth.acme.id, application, auth.clock.now)
    auth.clock.now += 10 * second
    expect(await verify(token)).toBe('invalid')
    auth.clock.now += 3 * hour
    expect(await verify(token)).toBe('invalid')
  })

  it('follows its administrator: less than they may do now, and nothing when they are gone', async () => {
    const { auth, verify, issue } = await maryWithToken()
    const token = await issue()
    expect(await verify(token)).toMatchObject({ kind: 'token' })
    const before = await auth.deps.administrators.get(auth.acme.id, auth.administrator.id)
    if (!before) throw new Error('Mary is gone')
    const demoted = { ...before, version: before.version + 1, type: 'ASSISTANT' as const }
    await auth.deps.administrators.replace(auth.acme.id, demoted, undefined, { announcedAt: auth.clock.now })
    auth.clock.now += 10 * second
    const principal = await verify(token)
    const granted = typeof principal === 'string' ? [] : principal.grants.map(({ permission }) => permission)
    expect(granted).toContain('users:edit')
    expect(granted).not.toContain('sites:edit')
    await auth.operator.administrators.remove(auth.acme.id, demoted, undefined, { announcedAt: auth.clock.now })
    auth.clock.now += 10 * second
    expect(await verify(token)).toBe('invalid')
    expect(await auth.operator.serviceTokens.get(auth.acme.id, auth.administrator.id)).toBeUndefined()
  })

  it('never allows more than its administrator might when it was created', async () => {
    const { auth, verify, issue, mary } = await maryWithToken()
    const token = await issue(somebody({ ...mary, type: 'ASSISTANT' }))
    expect(decodeJwt<TokenClaims>(token).permissions).not.toContain('sites:edit')
    const principal = await verify(token)
    expect(principal).toMatchObject({ kind: 'token', accountId: auth.acme.id })
    expect(JSON.stringify(principal)).not.toContain('sites:edit')
  })

  it('is limited to what is assigned to its administrator', async () => {
    const { auth, verify, issue } = await maryWithToken()
    const before = await auth.deps.administrators.get(auth.acme.id, auth.administrator.id)
    if (!before) throw new Error('Mary is gone')
    const sites = [SiteId.parse(7)]
    const limited = { ...before, version: before.version + 1, assignments: { ...unlimited, sites } }
    await auth.deps.administrators.replace(auth.acme.id, limited, undefined, { announcedAt: auth.clock.now })
    const principal = await verify(await issue())
    if (typeof principal === 'string') throw new Error(principal)
    expect(limitsOf(principal)).toMatchObject({ administratorId: auth.administrator.id, scope: { sites } })
  })

  it('opens nothing while it is not stored', async () => {
    const { auth, verify, issue, mary } = await maryWithToken()
    const token = await issue()
    await revokeServiceToken(auth.operator, mary)
    // An API that starts now has heard of nothing.
    auth.clock.now += 3 * hour
    expect(await verify(token)).toBe('invalid')
  })
})

describe('a request to sign a service token', () => {
  const request = async (auth: TestAuth, secret: string) => {
    const { sha256 } = await import('../../shared/lib/secrets.ts')
    const token = {
      uuid: '00000000-0000-4000-8000-000000000001',
      administratorId: auth.administrator.id,
      clientId: auth.passwordApp.id,
      permissions: [],
      createdAt: auth.clock.now,
      expiresAt: auth.clock.now + hour,
    }
    await auth.operator.serviceTokens.addRequest(
      sha256(secret),
      { ...token, accountId: auth.acme.id, name: 'Mary' },
      auth.clock.now,
    )
  }

  it('is answered once, and not after a minute', async () => {
    const auth = await testAuth()
    await request(auth, 'one')
    expect((await auth.post('/oauth/service-token', { request: 'one' })).json.token).toMatch(/^eyJ/)
    expect((await auth.post('/oauth/service-token', { request: 'one' })).status).toBe(400)
    await request(auth, 'two')
    auth.clock.now += 60 * second
    expect((await auth.post('/oauth/service-token', { request: 'two' })).status).toBe(400)
  })

  it('must be named by its secret', async () => {
    const auth = await testAuth()
    for (const fields of [{}, { request: '' }, { request: 'guess' }, { request: '\0' }] as Record<string, string>[])
      expect((await auth.post('/oauth/service-token', fields)).status).toBe(400)
  })

  it('is asked by HTTP, and throws when it is refused', async () => {
    const auth = await testAuth()
    await request(auth, 'one')
    const served = await serve((incoming) => auth.app.fetch(incoming))
    const sign = tokenSigner(served.url)
    expect(await sign('one')).toMatch(/^eyJ/)
    await expect(sign('one')).rejects.toThrow('The service token was not signed: 400')
    await served.close()
    await expect(sign('one')).rejects.toThrow()
  })
})
