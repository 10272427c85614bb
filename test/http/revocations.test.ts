import { describe, expect, it } from 'vitest'
import type { Revocation } from '../../shared/domain/identity/revocations/entity.ts'
import { revocationList } from '../../shared/http/revocations.ts'
import { hour, minute, second } from '../../shared/lib/clock.ts'

const notice = (subject: string, revokedAt: number, version = 1): Revocation => ({ subject, version, revokedAt })

const list = () => {
  const stored: Revocation[] = []
  const clock = { now: Date.UTC(2026, 2, 2, 12) }
  const from: number[] = []
  let fails = false
  let pending: Promise<unknown> = Promise.resolve()
  const read = async (since: number) => {
    from.push(clock.now - since)
    if (fails) throw new Error('The table is away')
    return stored.filter(({ revokedAt }) => revokedAt >= since)
  }
  const revocations = revocationList(
    (since) => {
      const reading = read(since)
      pending = reading.catch(() => {})
      return reading
    },
    () => clock.now,
  )
  return {
    stored,
    clock,
    from,
    revocations,
    fail: (value: boolean) => {
      fails = value
    },
    settled: async () => {
      await pending
      await new Promise((resolve) => setImmediate(resolve))
    },
  }
}

describe('the list of ended grants', () => {
  it('is read before the first request, as far back as any access token lives', async () => {
    const { stored, clock, revocations, from } = list()
    stored.push(notice('old', clock.now - hour))
    await revocations.ready()
    expect(revocations.has('old')).toBe(true)
    expect(from).toEqual([hour + minute])
  })

  it('is read again beside the requests, at most every two seconds, from a little before the last time', async () => {
    const { stored, clock, revocations, from, settled } = list()
    await revocations.ready()
    clock.now += 1_999
    await revocations.ready()
    expect(from).toHaveLength(1)
    stored.push(notice('new', clock.now))
    clock.now += 1
    await Promise.all([revocations.ready(), revocations.ready()])
    await settled()
    expect(from).toEqual([hour + minute, 32 * second])
    expect(revocations.has('new')).toBe(true)
  })

  it('is waited for by an instance that was idle', async () => {
    const { stored, clock, revocations } = list()
    await revocations.ready()
    stored.push(notice('meanwhile', clock.now + 1))
    clock.now += 10 * second
    await revocations.ready()
    expect(revocations.has('meanwhile')).toBe(true)
  })

  it('says which notices came after others, also of one instant, and not that one which is read twice came again', async () => {
    const { stored, clock, revocations, settled } = list()
    stored.push(notice('role', clock.now))
    await revocations.ready()
    const seen = revocations.count()
    expect([revocations.hasSince(0, ['other', 'role']), revocations.hasSince(seen, ['role'])]).toEqual([true, false])
    stored.push(notice('role', clock.now, 2))
    clock.now += 2 * second
    await revocations.ready()
    await settled()
    expect([revocations.hasSince(seen, ['role']), revocations.hasSince(revocations.count(), ['role'])]).toEqual([true, false])
    expect(revocations.hasSince(seen, ['other'])).toBe(false)
  })

  it('forgets what is older than any access token', async () => {
    const { stored, clock, revocations } = list()
    stored.push(notice('old', clock.now))
    await revocations.ready()
    clock.now += hour + minute + 1
    await revocations.ready()
    expect([revocations.has('old'), revocations.hasSince(0, ['old'])]).toEqual([false, false])
  })

  it('is used as it is when it cannot be read for a moment, and not at all when there is none', async () => {
    const { clock, revocations, fail, settled } = list()
    fail(true)
    await expect(revocations.ready()).rejects.toThrow('The table is away')
    fail(false)
    await revocations.ready()
    fail(true)
    clock.now += 3 * second
    await revocations.ready()
    await settled()
    clock.now += 10 * second
    await expect(revocations.ready()).rejects.toThrow('The table is away')
  })
})
