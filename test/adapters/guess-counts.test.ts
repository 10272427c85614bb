import { describe, expect, it } from 'vitest'
import { openGuessCounts } from '../../shared/adapters/guess-counts.ts'
import { within } from '../../shared/adapters/within.ts'
import type { Guess, GuessCounts } from '../../shared/domain/identity/guesses/entity.ts'

const guess: Guess = { secret: 'client-secret', owner: 'app', from: '203.0.113' }
const failures = { failures: 3, lastFailedAt: 5 }

describe('the counts of guesses', () => {
  it('are what the table says', async () => {
    const counts = openGuessCounts({ of: async () => failures, add: async () => failures })
    expect([await counts.of(guess), await counts.add(guess, 5)]).toEqual([failures, failures])
  })

  const broken: [string, () => Promise<never>][] = [
    ['fails', () => Promise.reject(new Error('throttled'))],
    ['does not answer', () => new Promise<never>(() => {})],
  ]
  it.each(broken)('keep nobody out when the table %s', async (_, fault) => {
    const faulty: GuessCounts = { of: fault, add: fault }
    const counts = openGuessCounts(faulty, within(1))
    expect([await counts.of(guess), await counts.add(guess, 5)]).toEqual([undefined, undefined])
  })
})
