import { afterEach, describe, expect, it, vi } from 'vitest'
import { httpRoutes } from '../../functions/panel-gateway/http.ts'
import { testApi } from '../support/api.ts'
import { testAuth } from '../support/auth.ts'
import { testGateway } from '../support/gateway.ts'
import { gatewayEvent } from '../support/gateway-event.ts'

const trace = 'Root=1-65e30f00-0123456789abcdef01234567'
const named = { 'x-amzn-trace-id': trace }

/** The log lines that are written from now on. Tests write none otherwise. */
const logLines = () => {
  vi.stubEnv('LOG_LEVEL', 'info')
  const lines: Record<string, unknown>[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(JSON.parse(String(text)))
    return true
  })
  return lines
}
const fails = async () => {
  throw new Error('out of order')
}

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

describe('every answer of the API names its request, as its log lines do', () => {
  it.each([
    ['a success', 200, 'GET', '/users', {}],
    ['a body that is wrong', 400, 'POST', '/users', { body: {} }],
    ['no token', 401, 'GET', '/users', { as: null }],
    ['no api-key', 403, 'GET', '/users', { headers: { 'api-key': '' } }],
    ['no such address', 404, 'GET', '/nothing', {}],
    ['nothing known below /v1', 404, 'GET', '/v1/other', {}],
    ['a type that is not supported', 415, 'POST', '/users', { body: 'x', headers: { 'Content-Type': 'text/plain' } }],
    ['a verb that the path does not have', 596, 'DELETE', '/users', {}],
    ['OPTIONS', 596, 'OPTIONS', '/users', {}],
  ] as const)(
    '%s: %i',
    async (_, status, method, path, { headers = {}, ...more }: { headers?: object; body?: unknown; as?: null }) => {
      const { call } = testApi()
      const lines = logLines()
      const answer = await call(method, path, { ...more, headers: { ...named, ...headers } })
      expect([answer.status, answer.headers.get('x-request-id')]).toEqual([status, trace])
      expect(lines).toContainEqual(expect.objectContaining({ message: 'request', requestId: trace, status }))
    },
  )

  it.each(['users', 'verifyToken'] as const)('an outage of %s: 503', async (part) => {
    const { call, deps } = testApi()
    if (part === 'users') deps.users.page = fails
    else deps.verifyToken = fails
    const lines = logLines()
    const answer = await call('GET', '/users', { headers: named })
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([503, trace])
    expect(lines.map(({ message, requestId }) => [message, requestId])).toEqual([
      ['request failed', trace],
      ['request', trace],
    ])
  })

  it('a fault deep in an operation, each in the lines of its own request', async () => {
    const { call, deps } = testApi()
    deps.idempotency.settle = fails
    const lines = logLines()
    const ids = ['first', 'second']
    await Promise.all(
      ids.map((id) => call('POST', '/groups', { body: { name: id }, headers: { 'x-amzn-trace-id': id, 'Idempotency-Key': id } })),
    )
    const faults = lines.filter(({ level }) => level === 'error')
    expect(faults.map(({ message, requestId }) => [message, requestId]).sort()).toEqual(
      ids.map((id) => ['the answer to a request with an idempotency key was not kept', id]),
    )
  })

  it('makes one up where the gateway gave none', async () => {
    const answer = await testApi().call('GET', '/users')
    expect(answer.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })
})

describe('every answer of the OAuth server names its request', () => {
  it.each([
    ['GET', '/.well-known/jwks.json', 200],
    ['POST', '/oauth/token', 401],
    ['GET', '/oauth/nothing', 404],
    ['GET', '/login/nothing', 404],
    ['DELETE', '/oauth/token', 405],
    ['OPTIONS', '/oauth/token', 405],
  ])('%s %s', async (method, path, status) => {
    const { app } = await testAuth()
    const lines = logLines()
    const answer = await app.request(path, { method, headers: named })
    expect([answer.status, answer.headers.get('x-request-id')]).toEqual([status, trace])
    expect(lines).toContainEqual(expect.objectContaining({ message: 'request', requestId: trace, status }))
  })
})

describe('every answer to a panel by HTTPS names its request', () => {
  it.each([
    ['GET', '/panels/keys', 200],
    ['POST', '/panels/pair', 400],
    ['POST', '/panels/messages', 401],
    ['GET', '/panels/nothing', 404],
    ['OPTIONS', '/panels/pair', 405],
  ])('%s %s', async (method, path, status) => {
    const { deps } = await testGateway()
    const lines = logLines()
    const answer = await httpRoutes(deps)(gatewayEvent(method, path, { headers: { host: 'cloud.example', ...named } }))
    expect([answer.statusCode, answer.headers?.['x-request-id']]).toEqual([status, trace])
    expect(lines).toContainEqual(expect.objectContaining({ message: 'request', requestId: trace, status }))
  })
})
