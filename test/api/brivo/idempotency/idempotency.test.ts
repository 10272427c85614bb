import { describe, expect, it, vi } from 'vitest'
import { maxKeptBytes } from '../../../../shared/domain/identity/idempotency/entity.ts'
import { day } from '../../../../shared/lib/clock.ts'
import { AdministratorId } from '../../../../shared/lib/ids.ts'
import type { Item } from '../../../../shared/storage/table/types.ts'
import { type CallOptions, somebody, stranger, testApi } from '../../../support/api.ts'
import { answering, token } from './callers.ts'

const site = { siteName: 'Home', timeZone: 'UTC' }
const another = { siteName: 'Away', timeZone: 'UTC' }
const withKey = (key: string, options: CallOptions = {}): CallOptions => ({
  ...options,
  headers: { ...options.headers, 'Idempotency-Key': key },
})
const kept = (items: Item[]) => items.filter(({ entity }) => entity === 'kept-request')
const reused = {
  code: 409,
  message: "The 'Idempotency-Key' was used for another request: method, path, query and body must be the same",
}

describe('a repeated request with the same key', () => {
  it('is answered as the first was, and runs once', async () => {
    const { call } = testApi()
    const first = await call('POST', '/sites', withKey('k', { body: site }))
    const second = await call('POST', '/sites', withKey('k', { body: site }))
    expect(first.status).toBe(200)
    expect([second.status, second.text]).toEqual([first.status, first.text])
    for (const name of ['content-type', 'brivo-api-version']) expect(second.headers.get(name), name).toBe(first.headers.get(name))
    expect([first, second].map(({ headers }) => headers.get('idempotent-replayed'))).toEqual([null, 'true'])
    expect((await call('GET', '/sites')).json.count).toBe(1)
  })

  it('is answered without a body when the first was', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/sites', { body: site })
    for (const replayed of [null, 'true']) {
      const answer = await call('DELETE', `/sites/${json.id}`, withKey('k'))
      expect([answer.status, answer.text, answer.headers.get('idempotent-replayed')]).toEqual([204, '', replayed])
    }
    expect((await call('DELETE', `/sites/${json.id}`, withKey('other'))).status).toBe(404)
  })

  it('is refused as the first was, even when it would be accepted by then', async () => {
    const { call } = testApi()
    const refused = await call('POST', '/sites', withKey('k', { body: '{' }))
    expect(refused.status).toBe(400)
    const again = await call('POST', '/sites', withKey('k', { body: '{' }))
    expect([again.status, again.text, again.headers.get('idempotent-replayed')]).toEqual([400, refused.text, 'true'])
  })

  it('runs again after 24 hours', async () => {
    const { call, clock } = testApi()
    await call('POST', '/sites', withKey('k', { body: site }))
    clock.now += day - 1
    expect((await call('POST', '/sites', withKey('k', { body: site }))).headers.has('idempotent-replayed')).toBe(true)
    clock.now += 1
    expect((await call('POST', '/sites', withKey('k', { body: another }))).status).toBe(200)
    expect((await call('GET', '/sites')).json.count).toBe(2)
  })

  it('shows a secret again that the table does not hold in plain text', async () => {
    const { call, table } = testApi()
    const body = { name: 'Own', description: 'Ours', grantTypes: ['password'] }
    const first = await call('POST', '/applications', withKey('k', { body }))
    expect(first.json.secret).toMatch(/^\w{32}$/)
    expect(JSON.stringify(table.items())).not.toContain(first.json.secret)
    expect((await call('POST', '/applications', withKey('k', { body }))).json).toEqual(first.json)
  })
})

describe('a key that was used', () => {
  it('is refused with another body, path, query or method', async () => {
    const { call } = testApi()
    const { json } = await call('POST', '/sites', withKey('k', { body: site }))
    const others = [
      await call('POST', '/sites', withKey('k', { body: another })),
      await call('POST', '/sites', withKey('k', { body: JSON.stringify(site, null, 1) })),
      await call('POST', '/groups', withKey('k', { body: site })),
      await call('POST', '/sites?a=1', withKey('k', { body: site })),
      await call('PUT', '/sites', withKey('k', { body: site })),
      await call('DELETE', `/sites/${json.id}`, withKey('k')),
    ]
    for (const other of others) expect([other.status, other.json]).toEqual([409, reused])
    expect((await call('GET', '/sites')).json).toMatchObject({ count: 1, data: [{ siteName: 'Home' }] })
  })

  it.each([
    ['tenant', stranger()],
    ['administrator', somebody({ administratorId: AdministratorId.parse(13) })],
    ['kind of caller', token('11')],
  ])('is free for another %s', async (_, as) => {
    const { call } = testApi()
    const first = await call('POST', '/sites', withKey('k', { body: site }))
    const theirs = await call('POST', '/sites', withKey('k', { body: site, as }))
    expect(theirs.headers.has('idempotent-replayed')).toBe(false)
    expect(theirs.text).not.toBe(first.text)
  })

  it('of a service token is free for that of another client or administrator, and not for the same', async () => {
    const { call } = testApi()
    const replayed = []
    for (const as of [token('one'), token('two'), token('one', 13), token('one')])
      replayed.push((await call('POST', '/sites', withKey('k', { body: site, as }))).headers.get('idempotent-replayed'))
    expect(replayed).toEqual([null, null, null, 'true'])
  })

  it('answers nobody whose token is not valid', async () => {
    const { call } = testApi()
    await call('POST', '/sites', withKey('k', { body: site }))
    expect((await call('POST', '/sites', withKey('k', { body: site, as: null }))).status).toBe(401)
  })
})

describe('a key', () => {
  it.each(['', 'x'.repeat(256), 'é', 'a\tb'])('%j is refused, naming the header', async (key) => {
    const { call, table } = testApi()
    const answer = await call('POST', '/sites', withKey(key, { body: site }))
    expect(answer.json).toEqual({
      code: 400,
      message: "Invalid value for the header 'Idempotency-Key': expected 1 to 255 printable ASCII characters",
    })
    expect(table.items()).toEqual([])
  })

  it('of 255 characters is one', async () => {
    const { call } = testApi()
    expect((await call('POST', '/sites', withKey('~'.repeat(255), { body: site }))).status).toBe(200)
  })

  it('means nothing with a GET', async () => {
    const { call, table } = testApi()
    expect((await call('GET', '/sites', withKey('é'))).status).toBe(200)
    expect(kept(table.items())).toEqual([])
  })
})

describe('a request without a key', () => {
  it('neither asks the store nor loads anything for it', async () => {
    const loaded = vi.fn()
    vi.doMock('../../../../functions/brivo-api/middleware/run-once.ts', () => {
      loaded()
      return { runOnce: async (...[, , , next]: [unknown, unknown, unknown, () => Promise<void>]) => next() }
    })
    vi.resetModules()
    const { testApi: freshApi } = await import('../../../support/api.ts')
    const { call, deps } = freshApi()
    const claim = vi.spyOn(deps.idempotency, 'claim')
    expect((await call('POST', '/sites', { body: site })).status).toBe(200)
    expect([loaded.mock.calls.length, claim.mock.calls.length]).toEqual([0, 0])
    await call('POST', '/sites', withKey('k', { body: site }))
    expect(loaded).toHaveBeenCalledOnce()
    vi.doUnmock('../../../../functions/brivo-api/middleware/run-once.ts')
  })
})

describe('the limits of bodies', () => {
  it('hold with a key too', async () => {
    const { call } = testApi()
    const large = JSON.stringify({ siteName: 'x'.repeat(1_000_000) })
    for (const replayed of [null, 'true']) {
      const answer = await call('POST', '/sites', withKey('large', { body: large }))
      expect(answer.json).toEqual({ code: 413, message: 'The request body is larger than 1 MB' })
      expect(answer.headers.get('idempotent-replayed')).toBe(replayed)
    }
    const packed = { body: site, headers: { 'Content-Encoding': 'gzip' } }
    expect((await call('POST', '/sites', withKey('packed', packed))).status).toBe(415)
  })

  it.each([
    ['too large', () => new Response('x'.repeat(maxKeptBytes + 1), { status: 201 })],
    ['an image', () => new Response('x', { status: 201, headers: { 'Content-Type': 'image/png' } })],
  ])('of answers: for one that is %s, the repeat says that the request was done', async (_, answer) => {
    const post = answering(answer)
    expect((await post()).status).toBe(201)
    const again = await post()
    expect([again.status, again.headers.has('idempotent-replayed')]).toEqual([409, false])
    expect(await again.json()).toEqual({
      code: 409,
      message: "The request with this 'Idempotency-Key' was done and answered with 201; its answer is not kept",
    })
  })

  it('of answers leave one of the largest size that is kept', async () => {
    const post = answering(() => new Response('x'.repeat(maxKeptBytes), { headers: { 'Sallyport-Command-Id': '7' } }))
    await post()
    const again = await post()
    expect([again.status, again.headers.get('sallyport-command-id')]).toEqual([200, '7'])
    expect(await again.text()).toHaveLength(maxKeptBytes)
  })
})
