import { decodeJwt, decodeProtectedHeader, importSPKI, jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { basic, mary, passwordTokens, testAuth } from '../support/auth.ts'

describe('the token endpoint', () => {
  it('answers the password grant with the fields, headers and claims that clients know', async () => {
    const auth = await testAuth()
    const answer = await auth.token({ grant_type: 'password', ...mary }, basic(auth.passwordApp))
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json;charset=UTF-8')
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('pragma')).toBe('no-cache')
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(Object.keys(answer.json)).toEqual(['access_token', 'token_type', 'refresh_token', 'expires_in', 'scope', 'jti'])
    expect(answer.json).toMatchObject({ token_type: 'bearer', expires_in: 300, scope: 'brivo.api' })
    expect(decodeProtectedHeader(answer.json.access_token)).toMatchObject({ alg: 'RS256', kid: 'new' })
    expect(decodeJwt(answer.json.access_token)).toMatchObject({
      iss: 'https://auth.example',
      kind: 'administrator',
      sub: String(auth.administrator.id),
      account_id: auth.acme.id,
      client_id: auth.passwordApp.id,
      user_name: 'mary',
      name: "Mary O'Master",
      admin_type: 'MASTER',
      jti: answer.json.jti,
    })
  })

  it('gives a token that the published key verifies', async () => {
    const auth = await testAuth()
    const { access_token } = await passwordTokens(auth)
    const { alg, value } = (await auth.get('/oauth/token_key')).json
    expect(alg).toBe('SHA256withRSA')
    const key = await importSPKI(value, 'RS256')
    await expect(jwtVerify(access_token, key, { currentDate: new Date(auth.clock.now) })).resolves.toBeDefined()
  })

  it.each([
    ['a form', {}],
    ['client credentials in the form', { form: true }],
  ])('takes its parameters from %s', async (_, { form }: { form?: boolean }) => {
    const auth = await testAuth()
    const credentials = { client_id: auth.passwordApp.id, client_secret: auth.passwordApp.secret }
    const fields = { grant_type: 'password', ...mary, ...(form ? credentials : {}) }
    expect((await auth.token(fields, form ? {} : basic(auth.passwordApp))).status).toBe(200)
  })

  it.each(['application/json', 'text/plain', 'multipart/form-data', undefined])(
    'takes its parameters from the query when the body is empty, with Content-Type %s',
    async (type) => {
      const auth = await testAuth()
      const query = new URLSearchParams({ grant_type: 'password', ...mary })
      const headers = { ...basic(auth.passwordApp), ...(type ? { 'Content-Type': type } : {}) }
      const response = await auth.app.request(`/oauth/token?${query}`, { method: 'POST', headers })
      expect(response.status).toBe(200)
    },
  )

  it('takes its parameters from multipart', async () => {
    const auth = await testAuth()
    const body = new FormData()
    for (const [name, value] of Object.entries({ grant_type: 'password', ...mary })) body.set(name, value)
    const response = await auth.app.request('/oauth/token', { method: 'POST', body, headers: basic(auth.passwordApp) })
    expect(response.status).toBe(200)
  })
})
