import { describe, expect, it } from 'vitest'
import { createApp } from '../../../functions/brivo-api/app.ts'
import type { Mounted, Mounts, Part } from '../../../functions/brivo-api/mounted.ts'
import endpoints from '../../contract/endpoints.json' with { type: 'json' }
import { somebody, testApi } from '../../support/api.ts'

const token = Buffer.from(JSON.stringify(somebody())).toString('base64url')
const key = { 'api-key': 'test-key' }
const callers = { nobody: {}, 'a caller without a token': key, somebody: { ...key, Authorization: `Bearer ${token}` } }
const verbs = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']

/** The API, and which parts of it were loaded. */
const watched = () => {
  const { deps, mounts } = testApi()
  const loads: string[] = []
  const app = createApp(
    deps,
    loadedBy(mounts, (part) => {
      loads.push(part.name)
      return part.load()
    }),
  )
  return { app, loads }
}

/** The mounts, each part loaded by `load`. */
const loadedBy = (mounts: Mounts, load: (part: Part) => Promise<Mounted>): Mounts => ({
  ...mounts,
  partFor: (path) => {
    const part = mounts.partFor(path)
    return part && { ...part, load: () => load(part) }
  },
})

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
  const paths = [...new Set(endpoints.map(({ path }) => path.replace(/\{[^}]+\}/g, '9')))]

  it.each(paths)('%s loads nothing for who is not let in', async (path) => {
    const { app, loads } = watched()
    for (const method of verbs) {
      expect((await app.request(path, { method })).status, method).toBe(403)
      expect((await app.request(path, { method, headers: key })).status, method).toBe(401)
    }
    expect(loads).toEqual([])
  })

  it('loads those that it may be meant for, once, and no others of its prefix', async () => {
    const { app, loads } = watched()
    const headers = callers.somebody
    expect((await app.request('/v1/api/sites/9', { headers })).status).toBe(404)
    expect((await app.request('/v1/api/sites/', { headers })).status).toBe(200)
    expect((await app.request('/v1/api/sites/9', { method: 'PATCH', headers })).status).toBe(596)
    expect((await app.request('/v1/api/sites/9/nothing', { headers })).status).toBe(404)
    expect(loads).toEqual(['/v1/api/sites'])
    expect((await app.request('/v1/api/sites/9/groups', { headers })).status).toBe(404)
    expect((await app.request('/v1/api/sites/9/groups', { method: 'PATCH', headers })).status).toBe(596)
    expect(loads).toEqual(['/v1/api/sites', '/v1/api/sites groups'])
  })

  it('is answered from a part that has every endpoint that matches it', async () => {
    const { mounts } = testApi()
    for (const { prefix, endpoints: all } of await mounts.all())
      for (const { route } of all) {
        const path = `${prefix}${route.path}`.replace(/\/$/, '')
        const part = await mounts.partFor(path.replace(/\{[^}]+\}/g, '9'))?.load()
        expect(
          part?.endpoints.map((one) => one.route),
          path,
        ).toContain(route)
      }
  })

  it('is loaded again when loading it failed', async () => {
    const { deps, mounts } = testApi()
    let left = 1
    const load = async (part: Part) => {
      left -= 1
      if (left >= 0) throw new Error('no file')
      return part.load()
    }
    const app = createApp(deps, loadedBy(mounts, load))
    expect((await app.request('/v1/api/sites', { headers: callers.somebody })).status).toBe(503)
    expect((await app.request('/v1/api/sites', { headers: callers.somebody })).status).toBe(200)
  })
})
