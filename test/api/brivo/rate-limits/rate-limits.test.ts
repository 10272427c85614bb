import { describe, expect, it } from 'vitest'
import { budgetOf } from '../../../../functions/brivo-api/budgets.ts'
import type { CardHolderPrincipal } from '../../../../shared/domain/identity/principals/principal.ts'
import type { Quotas } from '../../../../shared/domain/identity/quotas/entity.ts'
import { AccountId, UserId } from '../../../../shared/lib/ids.ts'
import { plenty, somebody, testApi } from '../../../support/api.ts'

const quotas: Quotas = { ...plenty, general: 3, doors: 2, revocations: 2, emergencies: 2, cardHolder: 2 }
const limited = () => testApi({ quotas })

/** Uses up the general budget of the application that `somebody` calls by. */
const usedUp = async () => {
  const api = limited()
  for (let count = 0; count < 3; count += 1) expect((await api.call('GET', '/sites')).status).toBe(200)
  return api
}

describe('every answer to a caller', () => {
  it('says what the quota is, what is left of it, and for how long', async () => {
    const { call } = limited()
    const first = await call('GET', '/sites')
    expect(first.headers.get('RateLimit-Policy')).toBe('"general";q=3;w=60')
    const [, left, seconds] = /^"general";r=(\d+);t=(\d+)$/.exec(first.headers.get('RateLimit') ?? '') ?? []
    expect(left).toBe('2')
    expect(Number(seconds)).toBeGreaterThan(0)
    expect(Number(seconds)).toBeLessThanOrEqual(60)
  })

  it('does so whatever its status', async () => {
    const { call } = limited()
    expect((await call('GET', '/sites/77')).headers.get('RateLimit')).toContain('r=2')
    expect((await call('GET', '/nowhere')).headers.get('RateLimit')).toContain('r=1')
    expect((await call('POST', '/sites', { body: {} })).headers.get('RateLimit')).toContain('r=0')
  })

  it('counts nothing for somebody without a token', async () => {
    const { call } = limited()
    for (let count = 0; count < 5; count += 1) expect((await call('GET', '/sites', { as: null })).status).toBe(401)
    expect((await call('GET', '/sites')).headers.get('RateLimit')).toContain('r=2')
  })
})

describe('one request too many', () => {
  it('is 429 with the time to wait, which is that of the headers', async () => {
    const { call } = await usedUp()
    const refused = await call('GET', '/sites')
    const wait = refused.headers.get('Retry-After')
    expect(refused.status).toBe(429)
    expect(refused.json).toEqual({
      code: 429,
      message: `Too many requests by this application: there may be 3 in 60 seconds. Try again in ${wait} seconds`,
    })
    expect(refused.headers.get('RateLimit')).toBe(`"general";r=0;t=${wait}`)
    expect(refused.headers.get('RateLimit-Policy')).toBe('"general";q=3;w=60')
    expect(refused.headers.get('X-Request-Id')).toBeTruthy()
    expect(refused.headers.get('Brivo-Api-Version')).toBe('1')
  })

  it('succeeds when the time has passed', async () => {
    const { call, clock } = await usedUp()
    const refused = await call('GET', '/sites')
    clock.now += Number(refused.headers.get('Retry-After')) * 1_000
    expect((await call('GET', '/sites')).status).toBe(200)
  })

  it('changes nothing, and takes no idempotency key', async () => {
    const api = await usedUp()
    const stored = () => api.table.items().filter(({ entity }) => entity !== 'quota-count')
    const before = stored()
    const headers = { 'Idempotency-Key': 'k' }
    expect((await api.call('POST', '/groups', { body: { name: 'G' }, headers })).status).toBe(429)
    expect(stored()).toEqual(before)
  })

  it('is none of another application, another account or a card holder', async () => {
    const { call } = await usedUp()
    expect((await call('GET', '/sites', { as: somebody({ clientId: 'another' }) })).status).toBe(200)
    expect((await call('GET', '/sites', { as: somebody({ accountId: AccountId.parse(2) }) })).status).toBe(200)
    const holder = (id: number): CardHolderPrincipal => ({
      kind: 'cardHolder',
      accountId: AccountId.parse(1),
      userId: UserId.parse(id),
      name: 'Holly Holder',
      grants: [],
    })
    for (let count = 0; count < 2; count += 1) expect((await call('GET', '/pass', { as: holder(5) })).status).not.toBe(429)
    expect((await call('GET', '/pass', { as: holder(5) })).status).toBe(429)
    expect((await call('GET', '/pass', { as: holder(6) })).status).not.toBe(429)
  })
})

describe('what must not wait for an import', () => {
  it.each([
    ['POST', '/access-points/5/unlock', 'doors'],
    ['POST', '/access-points/5/activate', 'doors'],
    ['POST', '/schedules/change-state/5', 'doors'],
    ['POST', '/users/5/revoke-credentials', 'revocations'],
    ['PUT', '/users/5/suspended', 'revocations'],
    ['POST', '/emergency-scenarios/default-lockdown/initiate', 'emergencies'],
    ['GET', '/emergency-scenarios', 'emergencies'],
  ])('%s %s is paid from a budget of its own', async (method, path, budget) => {
    const { call } = await usedUp()
    expect((await call('GET', '/sites')).status).toBe(429)
    const answer = await call(method, path)
    expect(answer.status).not.toBe(429)
    expect(answer.headers.get('RateLimit-Policy')).toBe(`"${budget}";q=2;w=60`)
  })

  it('is a lockdown even when doors are opened in a loop', async () => {
    const { call } = limited()
    const opened = []
    for (let count = 0; count < 3; count += 1) opened.push((await call('POST', '/access-points/5/unlock')).status)
    expect(opened).toEqual([404, 404, 429])
    expect((await call('POST', '/emergency-scenarios/default-lockdown/initiate')).status).not.toBe(429)
  })

  it('is every call of these, and no other', async () => {
    const mounted = await testApi().mounts.all()
    const paths = new Set(mounted.flatMap(({ prefix, endpoints }) => endpoints.map(({ route }) => `${prefix}${route.path}`)))
    const apart = [...paths].map((path) => [path.replace(/\/$/, ''), budgetOf(path)]).filter(([, budget]) => budget !== 'general')
    expect(apart.filter(([path]) => !path?.includes('/emergency-scenarios')).toSorted()).toEqual([
      ['/v1/api/access-points/{accessPointId}/activate', 'doors'],
      ['/v1/api/access-points/{accessPointId}/activateElevator', 'doors'],
      ['/v1/api/access-points/{accessPointId}/unlock', 'doors'],
      ['/v1/api/schedules/change-state/{accessPointId}', 'doors'],
      ['/v1/api/users/{userId}/revoke-credentials', 'revocations'],
      ['/v1/api/users/{userId}/suspended', 'revocations'],
    ])
    const scenarios = [...paths].filter((path) => path.startsWith('/v1/api/emergency-scenarios'))
    expect(new Set(scenarios.map((path) => budgetOf(path)))).toEqual(new Set(['emergencies']))
  })
})
