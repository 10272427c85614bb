import { describe, expect, it, vi } from 'vitest'
import { claimLifetime } from '../../../../shared/domain/identity/idempotency/entity.ts'
import { type CallOptions, testApi } from '../../../support/api.ts'
import { answering } from './callers.ts'

const site = { siteName: 'Home', timeZone: 'UTC' }
const keyed: CallOptions = { body: site, headers: { 'Idempotency-Key': 'k' } }
const underWay = { code: 409, message: "The first request with this 'Idempotency-Key' is under way; try again" }

describe('two requests with one key at once', () => {
  it('run once: the other is refused and may come again in a second', async () => {
    const { call } = testApi()
    const answers = await Promise.all([call('POST', '/sites', keyed), call('POST', '/sites', keyed)])
    const [refused] = answers.filter(({ status }) => status === 409)
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect([refused?.json, refused?.headers.get('retry-after')]).toEqual([underWay, '1'])
    expect((await call('GET', '/sites')).json.count).toBe(1)
  })
})

describe('an instance that dies between claim and answer', () => {
  it('holds the key no longer than a request may take', async () => {
    const { call, clock, deps } = testApi()
    // Neither the answer nor the return of the key is written, as when the process ends.
    const settle = vi.spyOn(deps.idempotency, 'settle').mockResolvedValueOnce()
    await call('POST', '/sites', keyed)
    expect(settle).toHaveBeenCalledOnce()
    clock.now += claimLifetime - 1
    expect((await call('POST', '/sites', keyed)).json).toEqual(underWay)
    clock.now += 1
    const again = await call('POST', '/sites', keyed)
    expect([again.status, again.headers.has('idempotent-replayed')]).toEqual([200, false])
    expect((await call('POST', '/sites', keyed)).text).toBe(again.text)
  })

  it('overwrites nothing when it was only slow, and another claimed the key', async () => {
    const { call, clock, deps } = testApi()
    const { settle } = deps.idempotency
    let late: (() => Promise<void>) | undefined
    vi.spyOn(deps.idempotency, 'settle').mockImplementationOnce(async (...given) => {
      late = () => settle(...given)
    })
    await call('POST', '/sites', keyed)
    clock.now += claimLifetime
    const second = await call('POST', '/sites', keyed)
    await late?.()
    expect((await call('POST', '/sites', keyed)).text).toBe(second.text)
  })
})

describe('an answer', () => {
  it('of an outage is not kept: the same request runs again', async () => {
    const { call, deps } = testApi()
    vi.spyOn(deps.sites, 'add').mockRejectedValueOnce(new Error('outage'))
    expect((await call('POST', '/sites', keyed)).status).toBe(503)
    const again = await call('POST', '/sites', keyed)
    expect([again.status, again.headers.has('idempotent-replayed')]).toEqual([200, false])
  })

  it.each([429, 500, 503])('of status %i gives the key back', async (status) => {
    const statuses = [status, 200]
    const post = answering(() => new Response('', { status: statuses.shift() ?? 400 }))
    expect((await post()).status).toBe(status)
    const again = await post()
    expect([again.status, again.headers.has('idempotent-replayed')]).toEqual([200, false])
    expect((await post()).headers.has('idempotent-replayed')).toBe(true)
  })

  it('is given even if it could not be kept', async () => {
    const { call, deps } = testApi()
    vi.spyOn(deps.idempotency, 'settle').mockRejectedValueOnce(new Error('outage'))
    expect((await call('POST', '/sites', keyed)).status).toBe(200)
    expect((await call('POST', '/sites', keyed)).json).toEqual(underWay)
  })

  it('is 503 when the key cannot be claimed, and nothing was run', async () => {
    const { call, deps } = testApi()
    vi.spyOn(deps.idempotency, 'claim').mockRejectedValueOnce(new Error('outage'))
    expect((await call('POST', '/sites', keyed)).status).toBe(503)
    expect((await call('GET', '/sites')).json.count).toBe(0)
  })
})

describe('a claim', () => {
  it('that is written twice, as the answer to the first write was lost, is one claim', async () => {
    const { call, deps } = testApi()
    const { claim } = deps.idempotency
    vi.spyOn(deps.idempotency, 'claim').mockImplementationOnce(async (...given) => {
      await claim(...given)
      return claim(...given)
    })
    expect((await call('POST', '/sites', keyed)).status).toBe(200)
  })
})
