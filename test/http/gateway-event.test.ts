import { Hono } from 'hono'
import { handle } from 'hono/aws-lambda'
import { describe, expect, it } from 'vitest'
import { type GatewayEvent, requestable } from '../../shared/http/gateway-event.ts'
import { gatewayEvent } from '../support/gateway-event.ts'

const app = new Hono()
app.all('*', async (c) => {
  c.header('Set-Cookie', 'a=1; Path=/', { append: true })
  c.header('Set-Cookie', 'b=2; Path=/', { append: true })
  const { method, path } = c.req
  return c.json({ method, path, query: c.req.queries(), cookie: c.req.header('cookie'), body: await c.req.text() })
})
const serve = handle(app)

const context = { callbackWaitsForEmptyEventLoop: false } as unknown as Parameters<typeof serve>[1]
const answer = async (given: GatewayEvent) => {
  const result = await serve(requestable(given), context)
  return { ...result, json: JSON.parse(result.body) }
}

describe('an event of API Gateway', () => {
  it('may bring a body with a GET, which is ignored', async () => {
    const { json } = await answer(
      gatewayEvent('GET', '/v1/api/users', { body: '{}', headers: { 'content-type': 'application/json' } }),
    )
    expect(json).toMatchObject({ method: 'GET', body: '' })
  })

  it('may bring a body with a DELETE', async () => {
    expect((await answer(gatewayEvent('DELETE', '/v1/api/users/1', { body: '{}' }))).json).toMatchObject({ body: '{}' })
  })

  it('has its path decoded, which must not be read as a query or a fragment', async () => {
    for (const path of ['/users/external/a?b', '/users/external/a#b', '/users/external/50%', '/users/external/ü x']) {
      expect(decodeURIComponent((await answer(gatewayEvent('GET', path))).json.path)).toBe(path)
    }
  })

  it('has its query as it came, with every value of a name', async () => {
    const { json } = await answer(gatewayEvent('GET', '/x', { rawQueryString: 'a=1&a=2&b=%26+c' }))
    expect(json.query).toEqual({ a: ['1', '2'], b: ['& c'] })
  })

  it('may have its body in base64, as forms do', async () => {
    const body = Buffer.from('grant_type=password').toString('base64')
    expect((await answer(gatewayEvent('POST', '/oauth/token', { body, isBase64Encoded: true }))).json.body).toBe(
      'grant_type=password',
    )
  })

  it('brings its cookies apart, and takes them apart', async () => {
    const { json, cookies } = await answer(gatewayEvent('GET', '/x', { cookies: ['s=1', 't=2'] }))
    expect(json.cookie).toBe('s=1; t=2')
    expect(cookies).toEqual(['a=1; Path=/', 'b=2; Path=/'])
  })
})
