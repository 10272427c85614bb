import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aesSealer } from '../../shared/lib/sealer.ts'

const sealer = aesSealer(new Uint8Array(32).fill(1), randomBytes)

describe('a sealed secret', () => {
  it('is opened to what it was, and looks different each time', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (secret) => {
        const sealed = sealer.seal(secret)
        expect(sealer.open(sealed)).toEqual(secret)
        expect(sealer.seal(secret)).not.toBe(sealed)
      }),
    )
  })

  it('is refused when a single character was changed, or cut off, or the key is another', () => {
    const sealed = sealer.seal(new Uint8Array([1, 2, 3]))
    const flipped = `${sealed.slice(0, 10)}${sealed[10] === 'A' ? 'B' : 'A'}${sealed.slice(11)}`
    for (const wrong of [flipped, sealed.slice(0, -2), sealed.slice(3), 'v1.', '']) expect(() => sealer.open(wrong)).toThrow()
    expect(() => aesSealer(new Uint8Array(32).fill(2), randomBytes).open(sealed)).toThrow()
  })
})
