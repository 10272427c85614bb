import { describe, expect, it } from 'vitest'
import { quotaWindow } from '../../shared/domain/identity/quotas/entity.ts'
import type { LeaseDeps } from '../../shared/http/quota-leases.ts'
import { AccountId } from '../../shared/lib/ids.ts'
import { application, cardHolder, quotaCloud, quotasOf } from '../support/quotas.ts'

const app = application('app')

/** A cloud whose accounts have all that their applications may ask for. */
const cloud = (quota: number, more: Partial<LeaseDeps> = {}) => {
  const { written, ...made } = quotaCloud(quotasOf(quota, 1e6), more)
  return { ...made, writes: () => written.length }
}

describe('the quota of one application', () => {
  it('lets exactly as many through as there are, and says how many are left', async () => {
    const { instance } = cloud(50)
    const spend = instance()
    for (let left = 49; left >= 0; left -= 1) expect(await spend(app, 'general')).toMatchObject({ isWithin: true, left })
    expect(await spend(app, 'general')).toMatchObject({ isWithin: false, left: 0, quota: 50 })
  })

  it('is one for all instances', async () => {
    const { instance } = cloud(60)
    const instances = Array.from({ length: 4 }, instance)
    const answers = []
    for (let turn = 0; turn < 40; turn += 1) for (const spend of instances) answers.push(await spend(app, 'general'))
    expect(answers.filter(({ isWithin }) => isWithin)).toHaveLength(60)
  })

  it('is never passed by more than a hundredth of it for each instance', async () => {
    const { instance } = cloud(1_000)
    const instances = Array.from({ length: 20 }, instance)
    const answers = []
    for (let turn = 0; turn < 100; turn += 1) for (const spend of instances) answers.push(await spend(app, 'general'))
    const served = answers.filter(({ isWithin }) => isWithin).length
    expect(served).toBeGreaterThanOrEqual(1_000)
    expect(served).toBeLessThanOrEqual(1_000 + 20 * 10)
  })

  it('leaves an instance at least half of it, whatever others hold', async () => {
    const { instance } = cloud(1_000)
    const idle = Array.from({ length: 8 }, instance)
    let served = 0
    for (const spend of idle) for (let count = 0; count < 11; count += 1) served += Number((await spend(app, 'general')).isWithin)
    const busy = instance()
    while ((await busy(app, 'general')).isWithin) served += 1
    expect(served).toBeGreaterThan(500)
  })

  it('is whole again in the next window', async () => {
    const { instance, clock } = cloud(10)
    const spend = instance()
    for (let count = 0; count < 10; count += 1) await spend(app, 'general')
    const refused = await spend(app, 'general')
    expect(refused.isWithin).toBe(false)
    clock.now += refused.secondsLeft * 1_000
    expect(await spend(app, 'general')).toMatchObject({ isWithin: true, left: 9 })
    expect(refused.secondsLeft * 1_000).toBeLessThanOrEqual(quotaWindow)
  })

  it('is not that of another budget, application, account or person', async () => {
    const { instance } = cloud(3)
    const spend = instance()
    while ((await spend(app, 'general')).isWithin);
    expect((await spend(app, 'doors')).isWithin).toBe(true)
    expect((await spend({ ...app, name: 'other' }, 'general')).isWithin).toBe(true)
    expect((await spend({ ...app, accountId: AccountId.parse(2) }, 'general')).isWithin).toBe(true)
    expect((await spend(cardHolder(5), 'general')).isWithin).toBe(true)
  })

  it('holds for requests that come to one instance at once', async () => {
    const { instance } = cloud(30)
    const spend = instance()
    const answers = await Promise.all(Array.from({ length: 100 }, async () => spend(app, 'general')))
    expect(answers.filter(({ isWithin }) => isWithin)).toHaveLength(30)
  })
})

describe('the counts of requests', () => {
  it('are not written for an application that sends few', async () => {
    const { instance, writes } = cloud(6_000)
    const spend = instance()
    for (let count = 0; count < 60; count += 1) await spend(app, 'general')
    expect(writes()).toBe(0)
  })

  it('are written once for many requests of one that sends all it may', async () => {
    const { instance, writes } = cloud(6_000)
    const spend = instance()
    for (let count = 0; count < 6_000; count += 1) await spend(app, 'general')
    expect(writes()).toBeLessThan(150)
  })

  it('are not written at all for refusals, after the first', async () => {
    const { instance, writes } = cloud(20)
    const spend = instance()
    for (let count = 0; count < 21; count += 1) await spend(app, 'general')
    const before = writes()
    for (let count = 0; count < 1_000; count += 1) await spend(app, 'general')
    expect(writes()).toBe(before)
  })

  it('let requests through that cannot be counted, and count them when that is possible again', async () => {
    let isDown = true
    const { instance } = cloud(50, { soon: async (promise) => (isDown ? Promise.reject(new Error('down')) : promise) })
    const spend = instance()
    for (let count = 0; count < 40; count += 1) expect((await spend(app, 'general')).isWithin).toBe(true)
    isDown = false
    let served = 40
    while ((await spend(app, 'general')).isWithin) served += 1
    expect(served).toBeLessThanOrEqual(60)
  })

  it.each([5, 30, 150])(
    'let no more than a quota of %i through one instance while they cannot be had, and never say that more is left',
    async (quota) => {
      const { instance } = cloud(quota, { count: async () => Promise.reject(new Error('down')) })
      const spend = instance()
      for (let served = 1; served <= quota; served += 1) {
        const { isWithin, left } = await spend(app, 'general')
        expect(isWithin).toBe(true)
        expect(left).toBeLessThanOrEqual(quota - served)
      }
      expect(await spend(app, 'general')).toMatchObject({ isWithin: false, left: 0 })
    },
  )

  it.each([4, 30])('that come too late once leave a quota of %i exact', async (quota) => {
    let late = 2
    const soon: LeaseDeps['soon'] = async (promise) => {
      await promise
      late -= 1
      if (late >= 0) throw new Error('late')
      return promise
    }
    const { instance, clock } = cloud(quota, { soon })
    const spend = instance()
    let served = 0
    for (let sent = 0; sent < 3 * quota; sent += 1) {
      const { isWithin, left } = await spend(app, 'general')
      served += Number(isWithin)
      expect(left).toBeLessThanOrEqual(quota - served)
    }
    expect(served).toBeLessThanOrEqual(quota)
    clock.now += quotaWindow
    expect(await spend(app, 'general')).toMatchObject({ isWithin: true, left: quota - 1 })
  })

  it('are asked for once in twenty requests while they cannot be had', async () => {
    let asked = 0
    const { instance } = cloud(200, {
      count: async () => {
        asked += 1
        throw new Error('down')
      },
    })
    const spend = instance()
    for (let count = 0; count < 100; count += 1) await spend(app, 'general')
    expect(asked).toBeGreaterThan(0)
    // five times for the application, and as often at most for the account
    expect(asked).toBeLessThanOrEqual(10)
  })
})
