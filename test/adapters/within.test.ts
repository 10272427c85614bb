import { describe, expect, it } from 'vitest'
import { within } from '../../shared/adapters/within.ts'

describe('a promise that has so many milliseconds', () => {
  it('gives what it gives, and fails as it fails', async () => {
    expect(await within(1_000)(Promise.resolve('soon'))).toBe('soon')
    await expect(within(1_000)(Promise.reject(new Error('refused')))).rejects.toThrow('refused')
  })

  it('is given up when it takes longer', async () => {
    await expect(within(1)(new Promise(() => {}))).rejects.toThrow('no answer within 1 ms')
  })
})
