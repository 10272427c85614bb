import { describe, expect, it } from 'vitest'
import { day } from '../../shared/lib/clock.ts'
import { basic, passwordTokens, type TestAuth, testAuth } from '../support/auth.ts'

const revoke = (auth: TestAuth, fields: Record<string, string>, client = auth.passwordApp) =>
  auth.post('/oauth/revoke', fields, basic(client))
const refreshes = async (auth: TestAuth, refresh_token: string) =>
  (await auth.token({ grant_type: 'refresh_token', refresh_token }, basic(auth.passwordApp))).status === 200

describe('revoking', () => {
  it.each(['refresh_token', 'access_token'])('the %s ends its grant, whatever the hint', async (kind) => {
    const auth = await testAuth()
    const tokens = await passwordTokens(auth)
    const answer = await revoke(auth, { token: tokens[kind], token_type_hint: 'refresh_token' })
    expect([answer.status, answer.text]).toEqual([200, '{}'])
    expect(await refreshes(auth, tokens.refresh_token)).toBe(false)
    expect(await auth.deps.grants.revokedSince(auth.clock.now)).toHaveLength(1)
  })

  it('an expired access token ends its grant too', async () => {
    const auth = await testAuth()
    const tokens = await passwordTokens(auth)
    auth.clock.now += day
    await revoke(auth, { token: tokens.access_token })
    expect(await refreshes(auth, tokens.refresh_token)).toBe(false)
  })

  it('a superseded refresh token ends its grant', async () => {
    const auth = await testAuth()
    const { refresh_token } = await passwordTokens(auth)
    const next = await auth.token({ grant_type: 'refresh_token', refresh_token }, basic(auth.passwordApp))
    await revoke(auth, { token: refresh_token })
    expect(await refreshes(auth, next.json.refresh_token)).toBe(false)
  })

  it("another application's token, or something that is none, changes nothing, and the answer does not show which it is", async () => {
    const auth = await testAuth()
    const thief = await auth.addApplication(auth.acme.id, { kind: 'password' })
    const tokens = await passwordTokens(auth)
    const [header, , signature] = tokens.access_token.split('.')
    const forged = `${header}.${Buffer.from('{"client_id":"x"}').toString('base64url')}.${signature}`
    for (const token of [tokens.refresh_token, tokens.access_token])
      expect((await revoke(auth, { token }, thief)).status).toBe(200)
    for (const token of ['nonsense', 'a.b.c', forged]) expect((await revoke(auth, { token })).status).toBe(200)
    expect(await refreshes(auth, tokens.refresh_token)).toBe(true)
  })

  it('twice is once', async () => {
    const auth = await testAuth()
    const { refresh_token } = await passwordTokens(auth)
    await revoke(auth, { token: refresh_token })
    expect((await revoke(auth, { token: refresh_token })).status).toBe(200)
    expect(await auth.deps.grants.revokedSince(0)).toHaveLength(1)
  })

  it('asks who calls and for what', async () => {
    const auth = await testAuth()
    expect((await auth.post('/oauth/revoke', { token: 'x' })).status).toBe(401)
    const without = await revoke(auth, {})
    expect([without.status, without.json.error]).toEqual([400, 'invalid_request'])
    expect((await auth.app.request('/oauth/revoke')).status).toBe(405)
  })
})
