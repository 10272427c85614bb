import { createLocalJWKSet, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { signing } from '../../functions/auth/signing.ts'
import { passwordTokens, testAuth, testKeys } from '../support/auth.ts'

describe('what the server says of itself', () => {
  it('names every endpoint at its own address (RFC 8414)', async () => {
    const { get } = await testAuth({ issuer: 'https://cloud.example' })
    const { status, json } = await get('/.well-known/oauth-authorization-server')
    expect(status).toBe(200)
    expect(json).toMatchObject({
      issuer: 'https://cloud.example',
      authorization_endpoint: 'https://cloud.example/oauth/authorize',
      token_endpoint: 'https://cloud.example/oauth/token',
      revocation_endpoint: 'https://cloud.example/oauth/revoke',
      jwks_uri: 'https://cloud.example/.well-known/jwks.json',
      code_challenge_methods_supported: ['S256'],
    })
  })

  it('publishes every key, the active one first, and the private part of none', async () => {
    const auth = await testAuth()
    const { json } = await auth.get('/.well-known/jwks.json')
    expect(json.keys.map(({ kid }: { kid: string }) => kid)).toEqual(['new', 'old'])
    for (const key of json.keys) expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
    const { access_token } = await passwordTokens(auth)
    const options = { issuer: 'https://auth.example', algorithms: ['RS256'], currentDate: new Date(auth.clock.now) }
    await expect(jwtVerify(access_token, createLocalJWKSet(json), options)).resolves.toBeDefined()
  })

  it('still reads tokens of the key before, after a rotation', async () => {
    const before = await testAuth()
    const { access_token } = await passwordTokens(before)
    const after = await signing({ ...testKeys, active: 'old' })
    expect(await after.readAccessToken(access_token)).toMatchObject({ user_name: 'mary' })
    const dropped = await signing({ active: 'old', keys: testKeys.keys.filter(({ kid }) => kid === 'old') })
    expect(await dropped.readAccessToken(access_token)).toBeUndefined()
  })

  it('does not know other addresses, and says so', async () => {
    const { get } = await testAuth()
    const { status, json } = await get('/oauth/nothing')
    expect([status, json]).toEqual([404, { code: 404, message: 'There is no such address: /oauth/nothing' }])
    expect((await get('/login/nothing')).headers.get('content-type')).toMatch(/^text\/html/)
  })
})
