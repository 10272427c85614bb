import { describe, expect, it } from 'vitest'
import { appByPath } from '../../../functions/brivo-api/app.ts'
import endpoints from '../../contract/endpoints.json' with { type: 'json' }
import { somebody, testApi } from '../../support/api.ts'

const { app: whole, deps } = testApi()
const token = Buffer.from(JSON.stringify(somebody())).toString('base64url')
const key = { 'api-key': 'test-key' }
const callers = { nobody: {}, 'a caller without a token': key, somebody: { ...key, Authorization: `Bearer ${token}` } }

const paths = [...new Set(endpoints.map(({ path }) => path.replace(/\{[^}]+\}/g, '9')))]
const others = [
  '/',
  '/openapi.json',
  '/v1/api',
  '/v1/api/',
  '/v1/api/nothing',
  '/v1/api/sites/',
  '/v1/api/sites/9/nothing',
  '/v1/api/sitesX',
  '/v1/api/events/9/9',
  '//v1/api/sites',
  '/v1/api//sites',
]
const verbs = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']

describe('an app made of the routes that a path needs', () => {
  it.each([...paths, ...others])('answers %s as the whole API does, whoever asks and by whichever verb', async (path) => {
    // a new one each time: what an earlier path needed is not there yet
    const app = await appByPath(deps)(path)
    for (const method of verbs) {
      for (const [caller, headers] of Object.entries(callers)) {
        const ask = { method, headers: { 'x-amzn-trace-id': 'r', ...headers } }
        const [answer, expected] = [await app.request(path, ask), await whole.request(path, ask)]
        const of = `${method} ${path} by ${caller}`
        expect(answer.status, of).toBe(expected.status)
        expect(await answer.text(), of).toBe(await expected.text())
        expect([...answer.headers], of).toEqual([...expected.headers])
      }
    }
  })

  it('is made once, and holds no routes of other paths', async () => {
    const appOf = appByPath(deps)
    const app = await appOf('/v1/api/sites/9')
    expect(await appOf('/v1/api/sites')).toBe(app)
    expect(app.routes.length).toBeLessThan(whole.routes.length / 3)
  })
})
