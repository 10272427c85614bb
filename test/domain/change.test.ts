import { describe, expect, it } from 'vitest'
import { untilFirst } from '../../shared/domain/change.ts'
import { ok } from '../../shared/lib/result.ts'
import { raced } from '../../shared/lib/retry.ts'

describe('a change that others overtake', () => {
  it('is tried again after a pause, until it is first', async () => {
    const pauses: number[] = []
    const pause = async (upToMs: number) => void pauses.push(upToMs)
    const result = await untilFirst({ pause }, 'site', async (attempt) => (attempt < 3 ? raced : ok(attempt)))
    expect(result).toEqual(ok(3))
    expect(pauses).toEqual([20, 40, 80])
  })

  it('is given up after 16 attempts', async () => {
    const attempts: number[] = []
    const result = await untilFirst({ pause: async () => {} }, 'site', async (attempt) => {
      attempts.push(attempt)
      return raced
    })
    expect(result).toEqual({ ok: false, error: { kind: 'changed_meanwhile', what: 'site' } })
    expect(attempts).toHaveLength(16)
  })
})
