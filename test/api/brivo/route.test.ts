import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openApiDocument } from '../../../functions/brivo-api/openapi.ts'
import { reply, replyEmpty } from '../../../functions/brivo-api/reply.ts'
import { on } from '../../../functions/brivo-api/route.ts'
import { empty, errors, json } from '../../../functions/brivo-api/wire.ts'
import type { Principal } from '../../../shared/domain/identity/principals/principal.ts'
import type { SiteHasPanels } from '../../../shared/domain/places/sites/errors.ts'
import type { ApiEnv } from '../../../shared/http/env.ts'
import { bySpecificity, type Endpoint, route, serve } from '../../../shared/http/route.ts'
import { err, ok, type Result } from '../../../shared/lib/result.ts'
import { somebody } from '../../support/api.ts'

const Thing = z.object({ id: z.number() })
const rules = { operationId: 'getThing', permission: 'sites:view', responses: { 200: json('The thing', Thing) } } as const

const removal = (): Result<undefined, SiteHasPanels> => ok(undefined)
const thing = (id: number): Result<number, never> => ok(id)

/** An app of one endpoint, called by whom `who` makes of the path. */
const serving = (endpoint: Endpoint, who: (path: string) => Principal) => {
  const app = new Hono<ApiEnv>({ strict: false })
  app.use(async (c, next) => {
    c.set('principal', who(c.req.path))
    await next()
  })
  serve(app, [endpoint])
  return app
}

describe('a route', () => {
  it('does not compile without a permission', () => {
    const { permission, ...open } = rules
    // @ts-expect-error: who may call it is missing
    route('get', '/', open)
    // @ts-expect-error: there is no such permission
    route('get', '/', { ...open, permission: 'sites:wash' })
    expect(route('get', '/', { ...open, permission }).permission).toBe('sites:view')
  })

  it('does not compile with a handler that ends in a status that the route does not declare', () => {
    const remove = { operationId: 'deleteThing', permission: 'sites:edit' } as const
    const half = route('delete', '/', { ...remove, responses: { 204: empty('Deleted'), ...errors(404) } })
    const whole = route('delete', '/', { ...remove, responses: { 204: empty('Deleted'), ...errors(404, 412) } })
    // @ts-expect-error: 412 is not declared
    on(half, (c) => replyEmpty(c, removal()))
    expect(on(whole, (c) => replyEmpty(c, removal())).route.method).toBe('delete')
  })

  it('does not compile with a handler that answers something other than its schema', () => {
    // @ts-expect-error: an id is a number
    on(route('get', '/', rules), (c) => reply(c, thing(1), (id) => ({ id: String(id) })))
    expect(on(route('get', '/', rules), (c) => reply(c, thing(1), (id) => ({ id }))).route.path).toBe('/')
  })

  it('gives its handler the kind of principal that it asks for, and lets no other in', async () => {
    const any = route('get', '/', rules)
    // @ts-expect-error: not every principal is an administrator
    on(any, (c) => reply(c, thing(c.var.principal.administratorId), (id) => ({ id })))
    const mine = route('get', '/{who}', { ...rules, actors: ['administrator'] })
    const endpoint = on(mine, (c) => reply(c, thing(c.var.principal.administratorId), (id) => ({ id })))
    const app = serving(endpoint, (path) => (path === '/admin' ? somebody() : { ...somebody(), kind: 'token' }))
    expect(await (await app.request('/admin')).json()).toEqual({ id: somebody().administratorId })
    expect((await app.request('/token')).status).toBe(403)
  })

  it('is reached by its other verbs too, which are under the same permission and not in the document', async () => {
    const edit = route('put', '/{thingId}', { ...rules, permission: 'sites:edit', alsoBy: ['post', 'patch'] })
    const endpoint = on(edit, (c) => reply(c, thing(1), (id) => ({ id })))
    const app = serving(endpoint, (path) => somebody({ type: path === '/8' ? 'CSR' : 'MASTER' }))
    for (const method of ['PUT', 'POST', 'PATCH']) {
      expect((await app.request('/9', { method })).status, method).toBe(200)
      expect((await app.request('/8', { method })).status, method).toBe(403)
    }
    const { paths = {} } = openApiDocument([{ prefix: '/v1/api/things', endpoints: [endpoint] }], {
      publicUrl: 'https://cloud.example',
      textOf: () => ({ summary: 'Change a thing', description: 'Changes it.', section: 'Things' }),
    })
    expect(Object.keys(paths['/v1/api/things/{thingId}'] ?? {})).toEqual(['put'])
    expect(JSON.stringify(paths)).not.toMatch(/"(alsoBy|permission|actors)"/)
  })
})

describe('the order in which paths are tried', () => {
  it('puts a fixed word before a parameter wherever two paths differ, and keeps the rest as it was', () => {
    const paths = ['/', '/{a}/users', '/{a}', '/{a}/{b}', '/proximity', '/{a}/proximity', '/proximity/{c}']
    expect(bySpecificity(paths, (path) => path)).toEqual([
      '/',
      '/proximity',
      '/proximity/{c}',
      '/{a}/users',
      '/{a}',
      '/{a}/proximity',
      '/{a}/{b}',
    ])
  })
})

describe('a reply', () => {
  it('has the status that it is given, and the words of the error table otherwise', async () => {
    const create = route('post', '/{id}', { ...rules, responses: { 201: json('The thing', Thing), ...errors(404) } })
    const results = { yes: ok(1), no: err({ kind: 'not_found', what: 'user', id: 1 } as const) }
    const handler = on(create, (c) => reply(c, c.req.path === '/yes' ? results.yes : results.no, (id) => ({ id }), 201))
    const app = serving(handler, () => somebody())
    expect((await app.request('/yes', { method: 'POST' })).status).toBe(201)
    const refused = await app.request('/no', { method: 'POST' })
    expect([refused.status, await refused.json()]).toEqual([404, { code: 404, message: 'Requested user not found' }])
  })
})
