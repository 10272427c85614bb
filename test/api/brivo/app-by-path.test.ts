import { describe, expect, it } from 'vitest'
import { createApp } from '../../../functions/brivo-api/app.ts'
import endpoints from '../../contract/endpoints.json' with { type: 'json' }
import { somebody, testApi } from '../../support/api.ts'

const token = Buffer.from(JSON.stringify(somebody())).toString('base64url')
const key = { 'api-key': 'test-key' }
const callers = { nobody: {}, 'a caller without a token': key, somebody: { ...key, Authorization: `Bearer ${token}` } }
const verbs = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']

/** The API, and which prefixes it loaded. */
const watched = () => {
  const { deps, mounts } = testApi()
  const loads: string[] = []
  const at = async (prefix: string) => {
    loads.push(prefix)
    return mounts.at(prefix)
  }
  return { app: createApp(deps, { ...mounts, at }), loads }
}

describe('a path that no endpoint lies under', () => {
  it.each(['/v1/api', '/v1/api/', '/v1/api/nothing', '/v1/api/sitesX', '/v1/api//sites', '//v1/api/sites', '/', '/nothing'])(
    '%s is answered without loading one, whoever asks and by whichever verb',
    async (path) => {
      const { app, loads } = watched()
      const isOurs = path.startsWith('/v1/api')
      for (const method of verbs) {
        const answers = await Promise.all(Object.values(callers).map((headers) => app.request(path, { method, headers })))
        expect(
          answers.map(({ status }) => status),
          method,
        ).toEqual(isOurs ? [403, 401, 404] : [404, 404, 404])
      }
      expect(loads).toEqual([])
    },
  )
})

describe('every answer of the API', () => {
  it('names the version, and writes an error as message and code, in this order', async () => {
    const { app } = watched()
    for (const [path, headers] of [
      ['/v1/api/sites', {}],
      ['/v1/api/sites', key],
      ['/v1/api/sites', callers.somebody],
      ['/v1/api/nothing', callers.somebody],
    ] as const)
      expect((await app.request(path, { headers })).headers.get('brivo-api-version'), path).toBe('1')
    const missing = await app.request('/v1/api/sites/9', { headers: callers.somebody })
    expect(await missing.text()).toBe('{"message":"Site not found","code":404}')
    expect((await app.request('/docs')).headers.has('brivo-api-version')).toBe(false)
  })
})

describe('a path of an endpoint', () => {
  const paths = [...new Set(endpoints.filter(({ later }) => !later).map(({ path }) => path.replace(/\{[^}]+\}/g, '9')))]

  it.each(paths)('%s loads nothing for who is not let in', async (path) => {
    const { app, loads } = watched()
    for (const method of verbs) {
      expect((await app.request(path, { method })).status, method).toBe(403)
      expect((await app.request(path, { method, headers: key })).status, method).toBe(401)
    }
    expect(loads).toEqual([])
  })

  it('loads the endpoints of its prefix, once, and no others', async () => {
    const { app, loads } = watched()
    const headers = callers.somebody
    expect((await app.request('/v1/api/sites/9', { headers })).status).toBe(404)
    expect((await app.request('/v1/api/sites/', { headers })).status).toBe(200)
    expect((await app.request('/v1/api/sites/9', { method: 'PATCH', headers })).status).toBe(596)
    expect((await app.request('/v1/api/sites/9/nothing', { headers })).status).toBe(404)
    expect(loads).toEqual(['/v1/api/sites'])
  })

  it('is loaded again when loading it failed', async () => {
    const { deps, mounts } = testApi()
    let left = 1
    const at = async (prefix: string) => {
      left -= 1
      if (left >= 0) throw new Error('no file')
      return mounts.at(prefix)
    }
    const app = createApp(deps, { ...mounts, at })
    expect((await app.request('/v1/api/sites', { headers: callers.somebody })).status).toBe(503)
    expect((await app.request('/v1/api/sites', { headers: callers.somebody })).status).toBe(200)
  })
})
