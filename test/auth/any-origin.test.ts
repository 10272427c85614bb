import { describe, expect, it } from 'vitest'
import { basic, mary, testAuth } from '../support/auth.ts'

const page = { Origin: 'https://app.example' }
const preflight = {
  ...page,
  'Access-Control-Request-Method': 'POST',
  'Access-Control-Request-Headers': 'authorization,content-type',
}
const corsHeaders = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith('access-control-'))

describe('a page at another origin', () => {
  it.each([
    '/oauth/token',
    '/oauth/revoke',
    '/oauth/token_key',
    '/.well-known/jwks.json',
    '/.well-known/oauth-authorization-server',
  ])('may ask %s', async (path) => {
    const { app, get } = await testAuth()
    const asked = await app.request(path, { method: 'OPTIONS', headers: preflight })
    expect([asked.status, asked.headers.get('Access-Control-Allow-Origin')]).toEqual([204, '*'])
    expect(asked.headers.get('Access-Control-Allow-Headers')).toContain('Authorization')
    const { headers } = await get(path, page)
    expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(headers.get('Access-Control-Allow-Credentials')).toBeNull()
    expect(headers.get('Access-Control-Expose-Headers')).toContain('Retry-After')
  })

  it('reads its tokens, and why it gets none', async () => {
    const { token, passwordApp } = await testAuth()
    const given = await token({ grant_type: 'password', ...mary }, { ...page, ...basic(passwordApp) })
    const refused = await token({ grant_type: 'password', ...mary }, page)
    expect([given.status, refused.status]).toEqual([200, 401])
    for (const { headers } of [given, refused]) expect(headers.get('Access-Control-Allow-Origin')).toBe('*')
  })

  it.each(['/login', '/login/password', '/login/consent', '/login/sign-out', '/oauth/authorize', '/oauth/service-token'])(
    'learns nothing of %s, where people are known by a cookie or which is not for pages',
    async (path) => {
      const { app } = await testAuth()
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const { headers } = await app.request(path, { method, headers: method === 'OPTIONS' ? preflight : page })
        expect(corsHeaders(headers)).toEqual([])
      }
    },
  )
})
