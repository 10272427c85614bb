import { describe, expect, it } from 'vitest'
import type { SpendQuota } from '../../shared/http/quota-leases.ts'
import { AccountId } from '../../shared/lib/ids.ts'
import { application, cardHolder, quotaCloud, quotasOf } from '../support/quotas.ts'

const one = application('one')
const other = application('other')

const servedOf = async (spend: SpendQuota, spender: Parameters<SpendQuota>[0], tries: number) => {
  let served = 0
  for (let sent = 0; sent < tries; sent += 1) served += Number((await spend(spender, 'general')).isWithin)
  return served
}

describe('the quota of an account', () => {
  it('is shared by its applications and card holders', async () => {
    const spend = quotaCloud(quotasOf(20, 30)).instance()
    expect(await servedOf(spend, one, 15)).toBe(15)
    expect(await servedOf(spend, cardHolder(5), 5)).toBe(5)
    expect(await servedOf(spend, other, 20)).toBe(10)
    const refused = await spend(cardHolder(6), 'general')
    expect(refused).toMatchObject({ isWithin: false, spender: { kind: 'account' }, quota: 30, left: 0 })
  })

  it('leaves none to a hundred applications beyond it, on any number of instances', async () => {
    const { instance } = quotaCloud(quotasOf(50, 90))
    const instances = Array.from({ length: 5 }, instance)
    let served = 0
    for (let turn = 0; turn < 3; turn += 1)
      for (let app = 0; app < 100; app += 1)
        for (const spend of instances) served += await servedOf(spend, application(`app-${app}`), 1)
    expect(served).toBe(90)
  })

  it('is passed by no more than a hundredth of an application’s for each instance', async () => {
    const { instance } = quotaCloud(quotasOf(1_000, 5_000))
    const instances = Array.from({ length: 10 }, instance)
    let served = 0
    for (let app = 0; app < 20; app += 1)
      for (const spend of instances) served += await servedOf(spend, application(`app-${app}`), 60)
    expect(served).toBeGreaterThanOrEqual(5_000)
    expect(served).toBeLessThanOrEqual(5_000 + 10 * 10)
  })

  it('slows no other account, and no other budget', async () => {
    const spend = quotaCloud(quotasOf(10, 15)).instance()
    await servedOf(spend, one, 10)
    await servedOf(spend, other, 10)
    expect((await spend(application('third'), 'general')).isWithin).toBe(false)
    expect(await servedOf(spend, { ...one, accountId: AccountId.parse(2) }, 10)).toBe(10)
    for (const budget of ['doors', 'revocations', 'emergencies'] as const) expect((await spend(one, budget)).isWithin).toBe(true)
  })

  it('is whole again when its own window ends', async () => {
    const { instance, clock } = quotaCloud(quotasOf(10, 10))
    const spend = instance()
    await servedOf(spend, one, 5)
    await servedOf(spend, other, 5)
    const { secondsLeft } = await spend(application('third'), 'general')
    clock.now += secondsLeft * 1_000 - 1_001
    expect((await spend(application('third'), 'general')).isWithin).toBe(false)
    clock.now += 1_001
    expect((await spend(application('third'), 'general')).isWithin).toBe(true)
  })

  it('holds for requests of many applications that come at once', async () => {
    const spend = quotaCloud(quotasOf(30, 100)).instance()
    const sent = Array.from({ length: 400 }, async (_, index) => spend(application(`app-${index % 8}`), 'general'))
    expect((await Promise.all(sent)).filter(({ isWithin }) => isWithin)).toHaveLength(100)
  })
})

describe('of the two limits of a request', () => {
  it('the one with fewer left is shown', async () => {
    const spend = quotaCloud(quotasOf(20, 30)).instance()
    expect(await spend(one, 'general')).toMatchObject({ spender: one, quota: 20, left: 19 })
    await servedOf(spend, one, 14)
    expect(await spend(other, 'general')).toMatchObject({ spender: { kind: 'account' }, quota: 30, left: 14 })
    expect(await spend(one, 'general')).toMatchObject({ spender: one, left: 4 })
  })

  it('the one that is whole again later is shown when none is left of both', async () => {
    const { instance, clock } = quotaCloud(quotasOf(10, 10))
    const spend = instance()
    await servedOf(spend, one, 10)
    const { secondsLeft } = await spend(one, 'general')
    clock.now += secondsLeft * 1_000
    expect((await spend(one, 'general')).isWithin).toBe(true)
  })

  it('what the account’s refuses does not count against the application’s', async () => {
    const { instance, clock } = quotaCloud(quotasOf(20, 30))
    const spend = instance()
    await servedOf(spend, one, 20)
    await servedOf(spend, other, 10)
    const refused = await spend(other, 'general')
    expect(refused).toMatchObject({ isWithin: false, spender: { kind: 'account' } })
    await servedOf(spend, other, 500)
    clock.now += refused.secondsLeft * 1_000
    // in a window of its own that has not ended, or in the next: the ten that were refused may be sent
    expect(await servedOf(spend, other, 10)).toBe(10)
  })

  it('what the application’s refuses does not count against the account’s', async () => {
    const spend = quotaCloud(quotasOf(20, 40)).instance()
    expect(await servedOf(spend, one, 500)).toBe(20)
    expect(await servedOf(spend, other, 500)).toBe(20)
  })
})

describe('the counts of an account', () => {
  it('are not written while one application sends few', async () => {
    const { instance, written } = quotaCloud(quotasOf(6_000, 30_000))
    await servedOf(instance(), one, 60)
    expect(written).toEqual([])
  })

  it('and of its applications are written less than three times for a hundred requests when all use what they have', async () => {
    const { instance, written } = quotaCloud(quotasOf(6_000, 30_000))
    const spend = instance()
    for (let sent = 0; sent < 30_000; sent += 1)
      expect((await spend(application(`app-${sent % 5}`), 'general')).isWithin).toBe(true)
    expect(written.length).toBeLessThan(0.03 * 30_000)
    expect(written.filter(({ kind }) => kind === 'account').length).toBeLessThan(0.006 * 30_000)
  })

  it('are not written for refusals, after the first', async () => {
    const { instance, written } = quotaCloud(quotasOf(20, 30))
    const spend = instance()
    for (const name of ['a', 'b', 'c']) await servedOf(spend, application(name), 20)
    const before = written.length
    for (let app = 0; app < 100; app += 1) expect(await servedOf(spend, application(`app-${app}`), 3)).toBe(0)
    expect(written).toHaveLength(before)
  })

  it('that fail let requests through, within what the application and the account have', async () => {
    const { count } = quotaCloud(quotasOf(20, 70))
    const failing = quotaCloud(quotasOf(20, 70), {
      count: async (spender, ...given) => {
        if (spender.kind === 'account') throw new Error('down')
        return count(spender, ...given)
      },
    }).instance()
    for (const name of ['a', 'b', 'c']) expect(await servedOf(failing, application(name), 50)).toBe(20)
    expect(await servedOf(failing, application('d'), 50)).toBe(10)
    expect(await failing(application('e'), 'general')).toMatchObject({ isWithin: false, spender: { kind: 'account' }, left: 0 })
  })
})
