import { createLocalJWKSet } from 'jose'
import { describe, expect, it } from 'vitest'
import { readAuthority } from '../../shared/domain/identity/administrators/authority.ts'
import { createApiKey } from '../../shared/domain/identity/api-keys/create.ts'
import { readServiceToken } from '../../shared/domain/identity/service-tokens/authority.ts'
import { issueServiceToken } from '../../shared/domain/identity/service-tokens/issue.ts'
import { mobileKeyGrantType } from '../../shared/domain/people/mobile-keys/grant-token.ts'
import { closeAccount, reopenAccount } from '../../shared/domain/places/accounts/close.ts'
import { isAccountOpen } from '../../shared/domain/places/accounts/is-open.ts'
import { apiKeyVerifier } from '../../shared/http/api-keys.ts'
import { revocationList } from '../../shared/http/revocations.ts'
import { tokenVerifier } from '../../shared/http/verify-token.ts'
import { hour, second } from '../../shared/lib/clock.ts'
import { AccountId, CredentialId } from '../../shared/lib/ids.ts'
import { readingApiKey } from '../../shared/storage/identity/api-keys.ts'
import { somebody } from '../support/api.ts'
import { basic, mary, passwordTokens, testAuth } from '../support/auth.ts'
import { browser } from '../support/browser.ts'
import { user } from '../support/holders.ts'

/** Mary's account, which its dealer may close, with an instance of an API that judges tokens and keys. */
const withInstance = async () => {
  const auth = await testAuth()
  const { operator, clock, acme } = auth
  const dealer = somebody({ accountId: AccountId.parse(acme.dealerId), type: 'DEALER' })
  const revocations = revocationList(auth.deps.grants.revokedSince, () => clock.now)
  let readings = 0
  const verify = tokenVerifier(
    {
      issuer: 'https://auth.example',
      keys: createLocalJWKSet(auth.deps.publicKeys.jwks),
      revocations,
      readAccount: (accountId) => {
        readings += 1
        return isAccountOpen(operator, accountId)
      },
      readAuthority: (accountId, administratorId) => readAuthority(operator, accountId, administratorId),
      readServiceToken: (presented) => readServiceToken(operator, presented),
    },
    () => clock.now,
  )
  const key = new Uint8Array(32).fill(3)
  const verifyKey = apiKeyVerifier({ key, revocations, readKey: readingApiKey(auth.table) }, () => clock.now)
  const close = async () => {
    expect(await closeAccount(operator, dealer, acme.id)).toMatchObject({ ok: true })
    clock.now += 10 * second
  }
  const reopen = async () => {
    expect(await reopenAccount(operator, dealer, acme.id)).toMatchObject({ ok: true })
    clock.now += 10 * second
  }
  const application = await operator.applications.findByClientId(auth.passwordApp.id)
  const apiKey = async () => {
    if (!application) throw new Error('The application is gone')
    const named = { accountId: acme.id, applicationId: application.id }
    const made = await createApiKey({ ...operator, apiKeyKey: key }, named, 'Key')
    return made.ok ? made.value.text : ''
  }
  const serviceToken = async () => {
    const as = somebody({ accountId: acme.id, administratorId: auth.administrator.id, clientId: auth.passwordApp.id })
    const signServiceToken = async (request: string) => (await auth.post('/oauth/service-token', { request })).json.token
    const issued = await issueServiceToken({ ...operator, signServiceToken }, as)
    return issued.ok ? issued.value.value : ''
  }
  return { ...auth, verify, verifyKey, close, reopen, apiKey, serviceToken, readings: () => readings }
}

describe('once an account is closed', () => {
  it('its access tokens are refused within seconds, at the cost of one reading, and others are not', async () => {
    const auth = await withInstance()
    const { access_token } = await passwordTokens(auth)
    expect(await auth.verify(access_token)).toMatchObject({ kind: 'administrator' })
    expect(auth.readings()).toBe(0)
    await auth.close()
    expect(await auth.verify(access_token)).toBe('invalid')
    expect(await auth.verify(access_token)).toBe('invalid')
    expect(auth.readings()).toBe(1)
    const omar = { username: 'omar', password: 'a password of his' }
    await auth.addAdministrator(auth.other.id, omar)
    const passwordApp = await auth.addApplication(auth.other.id, { kind: 'password' })
    const others = await passwordTokens({ ...auth, passwordApp }, omar)
    expect(await auth.verify(others.access_token)).toMatchObject({ kind: 'administrator' })
    expect(auth.readings()).toBe(1)
  })

  it('its service tokens and api keys are refused within seconds, and long after the notice too', async () => {
    const auth = await withInstance()
    const [token, key] = [await auth.serviceToken(), await auth.apiKey()]
    expect(await auth.verify(token)).toMatchObject({ kind: 'token' })
    expect(await auth.verifyKey(key)).toBe(true)
    await auth.close()
    for (const later of [0, 3 * hour]) {
      auth.clock.now += later
      expect(await auth.verify(token)).toBe('invalid')
      expect(await auth.verifyKey(key)).toBe(false)
    }
  })

  it('nobody signs in by password, as if the password were wrong, and none of its grants refreshes', async () => {
    const auth = await withInstance()
    const { refresh_token } = await passwordTokens(auth)
    await auth.close()
    const wrong = await passwordTokens(auth, { ...mary, password: 'wrong' })
    const right = await passwordTokens(auth)
    expect(right).toEqual({ ...wrong, retryCount: wrong.retryCount + 1 })
    const refreshed = await auth.token({ grant_type: 'refresh_token', refresh_token }, basic(auth.passwordApp))
    expect(refreshed.json.error).toBe('invalid_grant')
  })

  it('sessions at the pages and codes that were given end', async () => {
    const auth = await withInstance()
    const person = browser((path, init) => auth.app.request(path, init))
    const query = new URLSearchParams({ response_type: 'code', client_id: auth.partnerApp.id })
    const signedIn = await person.submit(await person.follow(`/oauth/authorize?${query}`), '/login', mary)
    const consent = await person.follow(signedIn.location ?? '')
    const answer = await person.submit(consent, '/login/consent', { decision: 'allow' })
    const code = new URL(answer.location ?? '').searchParams.get('code') ?? ''
    await auth.close()
    const exchanged = await auth.token({ grant_type: 'authorization_code', code }, basic(auth.partnerApp))
    expect(exchanged.json.error).toBe('invalid_grant')
    expect((await person.submit(consent, '/login/consent', { decision: 'allow' })).location).toMatch(/^\/login\?/)
    const again = await person.submit(await person.follow('/login'), '/login', mary)
    expect(again.status).toBe(400)
  })

  it('phones get no tokens for their keys', async () => {
    const auth = await withInstance()
    await auth.operator.users.add(auth.acme.id, user(5), undefined)
    const stored = { id: CredentialId.parse(7), version: 1, kind: 'mobile_key', state: 'active', encoded: 'abc123' } as const
    await auth.operator.credentials.add(auth.acme.id, { ...stored, userId: user(5).id, createdAt: 0, updatedAt: 0 }, undefined)
    const presented = {
      grant_type: mobileKeyGrantType,
      account_id: String(auth.acme.id),
      credential_id: '7',
      credential_value: 'abc123',
      client_id: auth.publicApp.id,
    }
    expect((await auth.token(presented)).status).toBe(200)
    await auth.close()
    expect((await auth.token(presented)).json.error).toBe('invalid_grant')
  })

  it('all of it works again when the account is opened again', async () => {
    const auth = await withInstance()
    const [token, key] = [await auth.serviceToken(), await auth.apiKey()]
    const { refresh_token } = await passwordTokens(auth)
    await auth.close()
    expect(await auth.verify(token)).toBe('invalid')
    expect(await auth.verifyKey(key)).toBe(false)
    await auth.reopen()
    expect(await auth.verify(token)).toMatchObject({ kind: 'token' })
    expect(await auth.verifyKey(key)).toBe(true)
    const refreshed = await auth.token({ grant_type: 'refresh_token', refresh_token }, basic(auth.passwordApp))
    expect(await auth.verify(refreshed.json.access_token)).toMatchObject({ kind: 'administrator' })
    expect(await passwordTokens(auth)).toHaveProperty('access_token')
  })
})
