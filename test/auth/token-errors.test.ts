import { beforeAll, describe, expect, it } from 'vitest'
import { basic, mary, type TestAuth, testAuth } from '../support/auth.ts'

const anonymous = { error: 'unauthorized', error_description: 'Full authentication is required to access this resource' }
const wrongBasic = { status: 401, error: 'Unauthorized', message: 'Bad credentials', path: '/oauth/token' }
const wrongForm = { error: 'invalid_client', error_description: 'Bad client credentials' }

describe('the token endpoint refuses', () => {
  let auth: TestAuth
  beforeAll(async () => {
    auth = await testAuth()
  })
  const password = { grant_type: 'password', ...mary }

  it('a caller that does not say who it is', async () => {
    const answer = await auth.token(password)
    expect(answer.status).toBe(401)
    expect(answer.json).toEqual(anonymous)
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /)
  })

  it('a confidential application that says its name only', async () => {
    const answer = await auth.token({ ...password, client_id: auth.passwordApp.id })
    expect([answer.status, answer.json]).toEqual([401, anonymous])
  })

  it.each([
    ['an unknown client', () => basic({ id: 'nobody', secret: 'x' })],
    ['a wrong secret', () => basic({ ...auth.passwordApp, secret: 'wrong' })],
    ['no secret', () => basic({ ...auth.passwordApp, secret: '' })],
    ['no colon', () => ({ Authorization: `Basic ${Buffer.from('abc').toString('base64')}` })],
    ['no base64', () => ({ Authorization: 'Basic ***' })],
    ['nothing', () => ({ Authorization: 'Basic ' })],
    ['the secret of another application', () => basic({ ...auth.passwordApp, secret: auth.partnerApp.secret })],
    ['a secret of a public application', () => basic({ ...auth.publicApp, secret: 'x' })],
  ])('Basic credentials with %s', async (_, headers) => {
    const answer = await auth.token(password, headers())
    expect([answer.status, answer.json]).toEqual([401, wrongBasic])
    expect(answer.headers.get('www-authenticate')).toMatch(/^Basic /)
  })

  it.each([
    ['an unknown client', () => ({ client_id: 'nobody', client_secret: 'x' })],
    ['a wrong secret', () => ({ client_id: auth.passwordApp.id, client_secret: 'x' })],
  ])('form credentials with %s', async (_, fields) => {
    const answer = await auth.token({ ...password, ...fields() })
    expect([answer.status, answer.json]).toEqual([401, wrongForm])
    expect(answer.headers.get('www-authenticate')).toBeNull()
  })

  it('a scheme that it does not know, as if there were no credentials', async () => {
    const answer = await auth.token(password, { Authorization: 'Bearer x' })
    expect([answer.status, answer.json]).toEqual([401, anonymous])
  })

  it('Basic and form credentials that differ', async () => {
    const other = { client_id: auth.partnerApp.id }
    for (const fields of [other, { client_id: auth.passwordApp.id, client_secret: 'x' }]) {
      const answer = await auth.token({ ...password, ...fields }, basic(auth.passwordApp))
      expect([answer.status, answer.json.error]).toEqual([400, 'invalid_request'])
    }
    const same = { client_id: auth.passwordApp.id, client_secret: auth.passwordApp.secret }
    expect((await auth.token({ ...password, ...same }, basic(auth.passwordApp))).status).toBe(200)
  })

  it.each([
    [{}, 'invalid_request', 'Missing parameter: grant_type'],
    [{ grant_type: '' }, 'invalid_request', 'Missing parameter: grant_type'],
    [{ grant_type: 'client_credentials' }, 'unsupported_grant_type', 'Unsupported grant type: client_credentials'],
    [{ grant_type: 'pass"wörd' }, 'unsupported_grant_type', 'Unsupported grant type: pass?w?rd'],
    [{ grant_type: 'password', password: 'x' }, 'invalid_request', 'Missing parameter: username'],
    [{ grant_type: 'password', username: 'mary' }, 'invalid_request', 'Missing parameter: password'],
    [{ grant_type: 'refresh_token' }, 'invalid_request', 'Missing parameter: refresh_token'],
    [{ grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_grant', 'Invalid refresh token'],
    [{ grant_type: 'authorization_code', code: 'x' }, 'unauthorized_client', 'Unauthorized grant type: authorization_code'],
  ])('%j with %s', async (fields, error, description) => {
    const answer = await auth.token(fields, basic(auth.passwordApp))
    expect([answer.status, answer.json]).toEqual([400, { error, error_description: description }])
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  it.each([
    [{ grant_type: 'password', ...mary }, 'unauthorized_client', 'Unauthorized grant type: password'],
    [{ grant_type: 'authorization_code' }, 'invalid_request', 'Missing parameter: code'],
    [{ grant_type: 'authorization_code', code: 'x' }, 'invalid_grant', 'Invalid authorization code'],
  ])('a partner application that asks %j', async (fields, error, description) => {
    const answer = await auth.token(fields, basic(auth.partnerApp))
    expect([answer.status, answer.json]).toEqual([400, { error, error_description: description }])
  })

  it('a parameter given twice, unless both say the same', async () => {
    const twice = await auth.post('/oauth/token?grant_type=refresh_token', password, basic(auth.passwordApp))
    expect([twice.status, twice.json.error_description]).toEqual([400, 'Parameter given more than once: grant_type'])
    const same = await auth.post('/oauth/token?grant_type=password', password, basic(auth.passwordApp))
    expect(same.status).toBe(200)
  })

  it('a parameter given twice, naming it in characters that a description may have', async () => {
    const name = `"${'\u00e9'.repeat(200)}`
    const twice = await auth.post(
      `/oauth/token?${encodeURIComponent(name)}=1`,
      { ...password, [name]: '2' },
      basic(auth.passwordApp),
    )
    expect([twice.status, twice.json.error_description]).toEqual([400, `Parameter given more than once: ${'?'.repeat(60)}`])
  })

  const send = (body: string | Buffer<ArrayBuffer>, type?: string) =>
    auth.app.request('/oauth/token', {
      method: 'POST',
      body,
      headers: { ...basic(auth.passwordApp), ...(type ? { 'Content-Type': type } : {}) },
    })

  it.each(['application/json', 'text/plain', 'application/octet-stream'])('a body of type %s', async (type) => {
    const answer = await send('{"grant_type":"password"}', type)
    expect(answer.status).toBe(415)
    expect(await answer.json()).toMatchObject({ error: 'invalid_request', error_description: expect.stringContaining(type) })
  })

  it.each(['multipart/form-data', 'multipart/form-data; boundary=x'])('a body that is not what %s says', async (type) => {
    const answer = await send('grant_type=password', type)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' })
  })

  const form = 'application/x-www-form-urlencoded'
  it.each([
    [form, 'username=J%F6rg', 400],
    [`${form}; charset=nonsense`, 'username=x', 415],
    [
      'multipart/form-data; boundary=x',
      Buffer.from('--x\r\nContent-Disposition: form-data; name="username"\r\n\r\nJ\xf6rg\r\n--x--\r\n', 'latin1'),
      400,
    ],
  ])('a body of %s whose bytes are no text', async (type, body, status) => {
    const answer = await send(body, type)
    expect(answer.status).toBe(status)
    expect(await answer.json()).toMatchObject({ error: 'invalid_request' })
  })

  it('a body over 1 MB', async () => {
    const answer = await send(`grant_type=${'x'.repeat(1_000_001)}`, 'application/x-www-form-urlencoded')
    expect(answer.status).toBe(413)
  })

  it.each(['GET', 'PUT', 'DELETE'])('the verb %s', async (method) => {
    const answer = await auth.app.request('/oauth/token', { method, headers: basic(auth.passwordApp) })
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe('POST')
    expect(await answer.json()).toEqual({
      error: 'method_not_allowed',
      error_description: `Request method '${method}' not supported`,
    })
  })

  it('with an error that can be read when the table is away', async () => {
    const { app, deps, passwordApp } = await testAuth()
    deps.applications.findByClientId = async () => {
      throw new Error('The table is away')
    }
    const answer = await app.request('/oauth/token', { method: 'POST', headers: basic(passwordApp) })
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' })
  })

  it('nothing for the api-key that it does not need', async () => {
    expect((await auth.token(password, { ...basic(auth.passwordApp), 'api-key': 'whatever' })).status).toBe(200)
  })

  it('nothing for a slash at the end', async () => {
    expect((await auth.post('/oauth/token/', password, basic(auth.passwordApp))).status).toBe(200)
  })

  it('nothing for the case of a scheme', async () => {
    const { Authorization } = basic(auth.passwordApp)
    expect((await auth.token(password, { Authorization: Authorization.replace('Basic', 'bAsIc') })).status).toBe(200)
  })
})
