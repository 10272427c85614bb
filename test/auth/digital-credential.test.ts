import { describe, expect, it } from 'vitest'
import { principalOf } from '../../shared/domain/identity/oauth/claims.ts'
import type { ValueCredential } from '../../shared/domain/people/credentials/entity.ts'
import { mobileKeyGrantType } from '../../shared/domain/people/mobile-keys/grant-token.ts'
import { CredentialId, UserId } from '../../shared/lib/ids.ts'
import { basic, testAuth } from '../support/auth.ts'
import { next, user, visitor } from '../support/holders.ts'

const setUp = async (changes: Partial<ValueCredential> = {}) => {
  const auth = await testAuth()
  const { users, credentials } = auth.operator
  const carla = user(5, { firstName: 'Carla', lastName: 'Card' })
  const key: ValueCredential = {
    id: CredentialId.parse(7),
    version: 1,
    kind: 'mobile_key',
    state: 'active',
    encoded: 'abc123',
    userId: UserId.parse(5),
    createdAt: 0,
    updatedAt: 0,
    ...changes,
  }
  await users.add(auth.other.id, carla, undefined)
  await credentials.add(auth.other.id, key, undefined)
  const fields = {
    grant_type: mobileKeyGrantType,
    account_id: String(auth.other.id),
    credential_id: '7',
    credential_value: 'abc123',
  }
  const token = (more: Record<string, string> = {}) => auth.token({ ...fields, client_id: auth.publicApp.id, ...more })
  return { ...auth, carla, fields, token }
}
const vera = visitor(6)
const refused = { status: 400, json: { error: 'invalid_grant', error_description: 'Invalid digital credential' } }

describe('a phone that presents its key', () => {
  it('gets a token for its holder, who is granted nothing else, and no refresh token', async () => {
    const { token, deps, other, clock } = await setUp()
    const { status, json } = await token()
    expect(status).toBe(200)
    expect(Object.keys(json)).toEqual(['access_token', 'token_type', 'expires_in', 'scope', 'jti'])
    const claims = await deps.readAccessToken(json.access_token)
    expect(claims?.exp).toBe(clock.now / 1000 + 300)
    expect(claims && principalOf(claims)).toEqual({
      kind: 'cardHolder',
      accountId: other.id,
      userId: 5,
      name: 'Carla Card',
      clientId: claims?.client_id,
      grants: [],
    })
  })

  it.each([
    [{ account_id: 'x' }, 'Parameter that is no id: account_id'],
    [{ account_id: '' }, 'Missing parameter: account_id'],
    [{ credential_id: '-1' }, 'Parameter that is no id: credential_id'],
    [{ credential_value: '' }, 'Missing parameter: credential_value'],
  ])('learns what is wrong with %j', async (fields, error_description) => {
    const { token } = await setUp()
    expect(await token(fields)).toMatchObject({ status: 400, json: { error: 'invalid_request', error_description } })
  })

  it('may use an application with a password grant in the account of that only', async () => {
    const { fields, passwordApp, post } = await setUp()
    expect(await post('/oauth/token', fields, basic(passwordApp))).toMatchObject(refused)
  })

  it.each<[string, Partial<ValueCredential>]>([
    ['waits to be redeemed', { state: 'pending' }],
    ['is not valid yet', { effectiveFrom: Date.UTC(2027, 0, 1) }],
    ['is not valid any more', { effectiveTo: Date.UTC(2026, 0, 1) }],
    ['has another value', { encoded: 'abc124' }],
    ['is no key of a phone', { kind: 'qr' }],
  ])('gets none when the key %s', async (_, changes) => {
    const { token } = await setUp(changes)
    expect(await token()).toMatchObject(refused)
  })

  it('gets none for a person who is suspended, another account, or a key that never was', async () => {
    const { token, operator, other, carla, acme } = await setUp()
    expect(await token({ account_id: String(acme.id) })).toMatchObject(refused)
    expect(await token({ credential_id: '8' })).toMatchObject(refused)
    await operator.users.replace(other.id, carla, next(carla, { suspended: true }), undefined)
    expect(await token()).toMatchObject(refused)
  })

  it('gets one for a visitor until the visit is over, or was ended', async () => {
    const { token, operator, other, clock } = await setUp({ userId: vera.id })
    const during = { ...vera, visit: { startsAt: clock.now, endsAt: clock.now + 60_000 } }
    await operator.users.add(other.id, during, undefined)
    expect((await token()).status).toBe(200)
    const ended = { ...during, visit: { ...during.visit, stopped: { at: clock.now, as: 'ended' as const } } }
    await operator.users.replace(other.id, during, { ...ended, version: 2 }, undefined)
    expect(await token()).toMatchObject(refused)
    await operator.users.replace(other.id, ended, { ...during, version: 3 }, undefined)
    clock.now += 60_001
    expect(await token()).toMatchObject(refused)
  })

  it.each(['account_id', 'credential_id', 'credential_value'])('has to give its %s', async (field) => {
    const { token } = await setUp()
    for (const given of ['', ...(field === 'credential_value' ? [] : ['x', '-1', '\u0000'])])
      expect(await token({ [field]: given })).toMatchObject({ status: 400, json: { error: 'invalid_request' } })
  })

  it('can have its token revoked', async () => {
    const { token, post, publicApp, deps, clock } = await setUp()
    const { access_token } = (await token()).json
    const answer = await post('/oauth/revoke', { token: access_token, client_id: publicApp.id })
    expect(answer.status).toBe(200)
    const grant = (await deps.readAccessToken(access_token))?.grant
    expect(await deps.grants.revokedSince(clock.now)).toMatchObject([{ subject: grant }])
  })
})

describe('guesses at the value of a key', () => {
  it('are slowed down after ten, and keep out nobody who is somewhere else', async () => {
    const { fields, publicApp, token } = await setUpGuesses()
    const guess = { ...fields, client_id: publicApp.id, credential_value: 'guess' }
    for (let count = 0; count < 10; count += 1) expect((await token(guess, {}, '198.51.100.7')).status).toBe(400)
    const right = { ...guess, credential_value: fields.credential_value }
    expect((await token(right, {}, '198.51.100.7')).status).toBe(429)
    expect((await token(right, {}, '203.0.113.5')).status).toBe(200)
  })

  const setUpGuesses = async () => {
    const { fields, publicApp, post } = await setUp()
    const token = (more: Record<string, string>, headers: Record<string, string>, address: string) =>
      post('/oauth/token', more, headers, address)
    return { fields, publicApp, token }
  }
})
