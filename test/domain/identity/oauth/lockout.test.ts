import { describe, expect, it } from 'vitest'
import { lockState, maxWrongPasswords, overallState } from '../../../../shared/domain/identity/oauth/lockout.ts'
import { day, hour, minute } from '../../../../shared/lib/clock.ts'

const at = Date.UTC(2026, 2, 2, 12)
const failed = (failures: number) => ({ failures, lastFailedAt: at })

describe('where a username stands at one place', () => {
  it.each([
    [1, 0, 1, false],
    [4, 15 * minute - 1, 4, false],
    [5, 0, 5, true],
    [5, 15 * minute - 1, 5, true],
    [5, 15 * minute, 5, false],
    [6, 30 * minute - 1, 6, true],
    [6, 30 * minute, 6, false],
    [9, 4 * hour - 1, 9, true],
    [9, 4 * hour, 9, false],
    [50, 4 * hour - 1, 50, true],
    [50, 4 * hour, 50, false],
    [50, day, 0, false],
  ] as const)('after %i failures, %i ms since the last: %i, locked %s', (failures, since, retryCount, locked) => {
    const state = lockState({ here: failed(failures), inAll: undefined, knownAt: undefined }, at + since)
    expect(state).toMatchObject({ retryCount, locked })
  })

  it('is open without failures, and after a new password was set', () => {
    expect(lockState({ here: undefined, inAll: undefined, knownAt: undefined }, at)).toEqual({ retryCount: 0, locked: false })
    const forgiven = { failures: 0, lastFailedAt: at, forgivenAt: at }
    expect(lockState({ here: failed(9), inAll: forgiven, knownAt: undefined }, at)).toEqual({ retryCount: 0, locked: false })
  })

  it('is closed to new places for a day after too many, but not to known ones', () => {
    const [few, many] = [failed(maxWrongPasswords - 1), failed(maxWrongPasswords)]
    const lockedFor = (inAll: typeof few, knownAt: number | undefined, now: number) =>
      lockState({ here: undefined, inAll, knownAt }, now).locked
    expect(lockedFor(few, undefined, at)).toBe(false)
    expect(lockedFor(many, undefined, at + day - 1)).toBe(true)
    expect(lockedFor(many, undefined, at + day)).toBe(false)
    expect(lockedFor(many, at - 90 * day + 1, at)).toBe(false)
    expect(lockedFor(many, at - 90 * day, at)).toBe(true)
    expect(overallState(many, at)).toEqual({ retryCount: maxWrongPasswords, locked: true })
    expect(overallState(few, at)).toEqual({ retryCount: maxWrongPasswords - 1, locked: false })
  })
})
