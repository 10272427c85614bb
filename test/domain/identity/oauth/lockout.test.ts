import { describe, expect, it } from 'vitest'
import { lockState } from '../../../../shared/domain/identity/oauth/lockout.ts'
import { minute } from '../../../../shared/lib/clock.ts'

const at = Date.UTC(2026, 2, 2, 12)

describe('where a username stands', () => {
  it.each([
    [undefined, 0, 0, false],
    [1, 0, 1, false],
    [4, 15 * minute - 1, 4, false],
    [5, 0, 5, true],
    [9, 0, 9, true],
    [5, 15 * minute - 1, 5, true],
    [5, 15 * minute, 0, false],
    [4, 15 * minute, 0, false],
  ] as const)('after %s failures, %i ms since the last: %i, locked %s', (failures, since, retryCount, locked) => {
    const attempts = failures === undefined ? undefined : { failures, lastFailedAt: at }
    expect(lockState(attempts, at + since)).toEqual({ retryCount, locked })
  })
})
