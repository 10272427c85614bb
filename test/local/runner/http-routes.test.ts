import { describe, expect, it } from 'vitest'
import { routeTable } from '../../../local/runner/http-routes.ts'

const keys = [
  'ANY /oauth/{proxy+}',
  'ANY /login',
  'ANY /login/{proxy+}',
  'GET /login/help',
  'ANY /login/help',
  'GET /things/{id}',
  'POST /things/{id}/do',
]
const match = (method: string, path: string, withDefault = true) =>
  routeTable([...keys, ...(withDefault ? ['$default'] : [])].map((routeKey) => ({ routeKey, value: routeKey })))(method, path)

describe('the routes of an HTTP API', () => {
  it.each([
    ['GET', '/oauth/token', 'ANY /oauth/{proxy+}', { proxy: 'token' }],
    ['POST', '/oauth/a/b', 'ANY /oauth/{proxy+}', { proxy: 'a/b' }],
    ['GET', '/oauth', '$default', {}],
    ['GET', '/oauth/', '$default', {}],
    ['GET', '/login', 'ANY /login', {}],
    ['GET', '/login/help', 'GET /login/help', {}],
    ['PUT', '/login/help', 'ANY /login/help', {}],
    ['GET', '/login/other', 'ANY /login/{proxy+}', { proxy: 'other' }],
    ['GET', '/things/7', 'GET /things/{id}', { id: '7' }],
    ['PUT', '/things/7', '$default', {}],
    ['POST', '/things/7/do', 'POST /things/{id}/do', { id: '7' }],
    ['GET', '/', '$default', {}],
  ])('sends %s %s to %s', (method, path, routeKey, pathParameters) => {
    const matched = match(method, path)
    expect([matched?.route.routeKey, matched?.pathParameters]).toEqual([routeKey, pathParameters])
  })
  it('has no route for what nothing matches, without a $default', () => expect(match('GET', '/nowhere', false)).toBeUndefined())
})
