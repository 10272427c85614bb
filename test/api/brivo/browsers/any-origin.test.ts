import { describe, expect, it } from 'vitest'
import { plenty, testApi } from '../../../support/api.ts'

const page = { Origin: 'https://app.example' }
const preflight = (method: string, headers: string) => ({
  ...page,
  'Access-Control-Request-Method': method,
  'Access-Control-Request-Headers': headers,
})
const allowed = (headers: Headers, name: string) => (headers.get(name) ?? '').split(', ')

describe('what a browser asks before a request of a page at another origin', () => {
  it.each(['/v1/api/users', '/v1/api/users/5', '/v1/api/nowhere', '/v1/public/digital-invitations/redeem'])(
    'is answered for %s without a token, for every verb and header',
    async (path) => {
      const { app } = testApi()
      for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']) {
        const headers = preflight(method, 'api-key,authorization,content-type,idempotency-key,current-date')
        const { status, headers: answer } = await app.request(path, { method: 'OPTIONS', headers })
        expect(status).toBe(204)
        expect(answer.get('Access-Control-Allow-Origin')).toBe('*')
        expect(answer.get('Access-Control-Allow-Credentials')).toBeNull()
        expect(allowed(answer, 'Access-Control-Allow-Methods')).toContain(method)
        // The asterisk does not stand for this one.
        expect(allowed(answer, 'Access-Control-Allow-Headers')).toEqual(expect.arrayContaining(['Authorization', '*']))
        expect(Number(answer.get('Access-Control-Max-Age'))).toBeGreaterThan(600)
      }
    },
  )

  it('counts against no limit, and is no wrong key', async () => {
    const { app, call } = testApi({ quotas: { ...plenty, general: 3 } })
    const wrong = preflight('GET', 'api-key,authorization')
    for (let count = 0; count < 50; count += 1) await app.request('/v1/api/sites', { method: 'OPTIONS', headers: wrong })
    expect((await call('GET', '/sites')).headers.get('RateLimit')).toContain('r=2')
    // Ten wrong keys would have made this address wait.
    expect((await app.request('/v1/api/sites', { headers: { 'api-key': 'wrong' } })).status).toBe(403)
  })

  it('is no other request by OPTIONS, which needs what every request needs', async () => {
    const { app } = testApi()
    expect((await app.request('/v1/api/sites', { method: 'OPTIONS', headers: page })).status).toBe(403)
  })
})

describe('a page at another origin', () => {
  it.each<[number, string, Parameters<ReturnType<typeof testApi>['call']>[2]]>([
    [200, '/sites', {}],
    [404, '/sites/77', {}],
    [400, '/sites/x', {}],
    [401, '/sites', { as: null }],
  ])('may read an answer of %i, and of its headers what programs need', async (status, path, how) => {
    const answer = await testApi().call('GET', path, { ...how, headers: page })
    expect(answer.status).toBe(status)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(answer.headers.get('Access-Control-Allow-Credentials')).toBeNull()
    const exposed = allowed(answer.headers, 'Access-Control-Expose-Headers')
    const needed = ['RateLimit', 'RateLimit-Policy', 'Retry-After', 'X-Request-Id', 'Sallyport-Command-Id', 'Location']
    expect(exposed).toEqual(expect.arrayContaining(needed))
  })

  it('may read that there were too many requests, that a key is wrong, and that the service failed', async () => {
    const api = testApi({ quotas: { ...plenty, general: 1 } })
    await api.call('GET', '/sites')
    expect((await api.call('GET', '/sites', { headers: page })).headers.get('Access-Control-Allow-Origin')).toBe('*')
    const refused = await api.app.request('/v1/api/sites', { headers: { ...page, 'api-key': 'wrong' } })
    expect([refused.status, refused.headers.get('Access-Control-Allow-Origin')]).toEqual([403, '*'])
    Object.assign(api.deps, { verifyApiKey: async () => Promise.reject(new Error('down')) })
    const failed = await api.app.request('/v1/api/sites', { headers: { ...page, 'api-key': 'test-key' } })
    expect([failed.status, failed.headers.get('Access-Control-Allow-Origin')]).toEqual([503, '*'])
  })

  it('may call what needs no token', async () => {
    const { app } = testApi()
    const sent = { method: 'POST', body: '{"accessCode":"nonsense"}', headers: { ...page, 'Content-Type': 'application/json' } }
    const { status, headers } = await app.request('/v1/public/digital-invitations/redeem', sent)
    expect([status, headers.get('Access-Control-Allow-Origin')]).toEqual([404, '*'])
  })
})
