import { describe, expect, it } from 'vitest'
import type { PanelKey } from '../../../../shared/domain/devices/panels/entity.ts'
import { decidePairing, type PairingClaim } from '../../../../shared/domain/devices/panels/pair.ts'
import { pairingCodeFrom, pairingCodeHash } from '../../../../shared/domain/devices/panels/pairing-code.ts'
import { panel, site } from '../../../support/doors.ts'

const now = Date.UTC(2026, 2, 2, 12)
const code = pairingCodeFrom(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]))
const keyOf = (x: string): PanelKey => ({ kty: 'OKP', crv: 'Ed25519', x })
const claim: PairingClaim = { serialNumber: 'SP-7', pairingCode: code, key: keyOf('mine'), keyId: 'mine', from: '203.0.113' }
const waiting = panel(7, site(3), { pairing: { codeHash: pairingCodeHash(code), expiresAt: now + 1 } })
const refused = { ok: false, error: { kind: 'pairing_refused' } }

describe('a pairing', () => {
  it('takes the key that comes with the code', () => {
    const paired = decidePairing(waiting, claim, now)
    expect(paired).toMatchObject({ ok: true, value: { key: keyOf('mine'), pairedAt: now, version: 2 } })
  })

  it('is refused with another code, none to wait for, and from the moment when the code ends', () => {
    expect(decidePairing(waiting, { ...claim, pairingCode: `${code}0` }, now)).toEqual(refused)
    expect(decidePairing(panel(7, site(3)), { ...claim, pairingCode: '' }, now)).toEqual(refused)
    expect(decidePairing(waiting, claim, now + 1)).toEqual(refused)
  })

  it('stands: the same key may come again while the code lives, and no other', () => {
    const paired = { ...waiting, key: keyOf('mine') }
    expect(decidePairing(paired, claim, now)).toEqual({ ok: true, value: paired })
    expect(decidePairing(paired, { ...claim, key: keyOf('other') }, now)).toEqual(refused)
  })
})

describe('a pairing code', () => {
  it('is 80 bits in four groups, without letters that are mistaken for others', () => {
    expect(pairingCodeFrom(new Uint8Array(10).fill(255))).toBe('ZZZZ-ZZZZ-ZZZZ-ZZZZ')
    expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/)
    const codes = new Set(Array.from({ length: 256 }, (_, byte) => pairingCodeFrom(new Uint8Array(10).fill(byte))))
    expect(codes.size).toBe(256)
  })
})
