import { describe, expect, it } from 'vitest'
import type { CardHolderPrincipal } from '../../../../shared/domain/identity/principals/principal.ts'
import { AccountId, UserId } from '../../../../shared/lib/ids.ts'
import { plenty, somebody, testApi } from '../../../support/api.ts'

const app = (clientId: string) => ({ as: somebody({ clientId }) })
const holder = (id: number): { as: CardHolderPrincipal } => ({
  as: { kind: 'cardHolder', accountId: AccountId.parse(1), userId: UserId.parse(id), name: 'Holly Holder', grants: [] },
})
const lockdown = ['POST', '/emergency-scenarios/default-lockdown/initiate'] as const
const unlock = ['POST', '/access-points/5/unlock'] as const
const limited = () =>
  testApi({
    quotas: {
      ...plenty,
      general: 3,
      doors: 3,
      emergencies: 2,
      cardHolder: 3,
      accountGeneral: 4,
      accountDoors: 4,
      accountEmergencies: 3,
    },
  })

/** Uses up the general budget of the account: three requests of one application and one of another. */
const usedUp = async () => {
  const api = limited()
  for (const clientId of ['a', 'a', 'a', 'b']) expect((await api.call('GET', '/sites', app(clientId))).status).toBe(200)
  return api
}

describe('all callers of an account together', () => {
  it('have one limit, whose refusal names it, with the time to wait', async () => {
    const { call } = await usedUp()
    for (const caller of [app('b'), app('c'), holder(5)]) {
      const refused = await call('GET', '/sites', caller)
      const wait = refused.headers.get('Retry-After')
      expect(refused.status).toBe(429)
      expect(refused.json).toEqual({
        code: 429,
        message: `Too many requests by all applications and card holders of the account together: there may be 4 in 60 seconds. Try again in ${wait} seconds`,
      })
      expect(refused.headers.get('RateLimit')).toBe(`"account-general";r=0;t=${wait}`)
      expect(refused.headers.get('RateLimit-Policy')).toBe('"account-general";q=4;w=60')
    }
  })

  it('are let through again when that time has passed', async () => {
    const { call, clock } = await usedUp()
    const refused = await call('GET', '/sites', app('c'))
    clock.now += Number(refused.headers.get('Retry-After')) * 1_000
    expect((await call('GET', '/sites', app('c'))).status).toBe(200)
  })

  it('slow no other account', async () => {
    const { call } = await usedUp()
    const theirs = { as: somebody({ accountId: AccountId.parse(2), clientId: 'a' }) }
    expect((await call('GET', '/sites', theirs)).status).toBe(200)
  })

  it('see the limit that has fewer left', async () => {
    const { call } = limited()
    const policy = async (clientId: string) => (await call('GET', '/sites', app(clientId))).headers.get('RateLimit')
    expect(await policy('a')).toMatch(/^"general";r=2;t=\d+$/)
    expect(await policy('a')).toMatch(/^"general";r=1;t=\d+$/)
    expect(await policy('b')).toMatch(/^"account-general";r=1;t=\d+$/)
  })

  it('cannot use up what there is for doors and emergencies by other calls', async () => {
    const { call } = await usedUp()
    expect((await call(...unlock, app('c'))).status).not.toBe(429)
    expect((await call(...lockdown, app('c'))).status).not.toBe(429)
  })
})

describe('card holders', () => {
  it('share the limit of doors with the applications of their account', async () => {
    const { call } = limited()
    for (const caller of [app('a'), app('a'), holder(5), holder(6)]) expect((await call(...unlock, caller)).status).not.toBe(429)
    const refused = await call(...unlock, holder(7))
    expect(refused.status).toBe(429)
    expect(refused.json.message).toMatch(
      /^Too many requests of 'doors' by all applications and card holders of the account together/,
    )
  })

  it('have a limit of their own, whose refusal names it', async () => {
    const { call } = limited()
    for (let count = 0; count < 3; count += 1) await call(...unlock, holder(5))
    const refused = await call(...unlock, holder(5))
    expect(refused.json.message).toMatch(/^Too many requests of 'doors' by this card holder: there may be 3 in 60 seconds/)
    expect(refused.headers.get('RateLimit-Policy')).toBe('"doors";q=3;w=60')
  })

  it('who try to start emergencies, which they may not, use up nothing of what the account has for them', async () => {
    const { call } = limited()
    for (let id = 5; id < 9; id += 1) expect((await call(...lockdown, holder(id))).status).toBe(403)
    expect((await call(...lockdown, app('a'))).headers.get('RateLimit')).toMatch(/^"emergencies";r=1;/)
  })
})
