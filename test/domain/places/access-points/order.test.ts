import { describe, expect, it } from 'vitest'
import type { Principal } from '../../../../shared/domain/identity/principals/principal.ts'
import { momentaryCommand } from '../../../../shared/domain/places/access-points/order.ts'
import { uuidV7 } from '../../../../shared/lib/uuid.ts'
import { assistant, somebody } from '../../../support/api.ts'
import { cardHolder } from '../../../support/digital.ts'
import { door, panel, site } from '../../../support/doors.ts'

const now = Date.UTC(2026, 2, 2, 12)
const stamp = { now, uuid: uuidV7(now, new Uint8Array(10)) }
const front = door(5, panel(7, site(3)))

describe('an order to a door', () => {
  it('is for its panel, for a while, and is worth nothing after ten seconds', () => {
    expect(momentaryCommand(front, somebody(), { kind: 'activate', durationSeconds: 9 }, stamp)).toMatchObject({
      id: stamp.uuid,
      panelId: 7,
      durationSeconds: 9,
      issuedAt: now,
      notAfter: now + 10_000,
      state: 'accepted',
      sends: 0,
    })
  })

  it('is for a lockdown too when somebody gives it who may initiate emergencies, or whom the door lets in then', () => {
    const by = (principal: Principal, more: object = {}) =>
      momentaryCommand(front, principal, { kind: 'activate', durationSeconds: 9, ...more }, stamp).inLockdown
    expect([somebody(), somebody({ type: 'SENIOR' }), assistant(), cardHolder(5)].map((one) => by(one))).toEqual([
      true,
      true,
      undefined,
      undefined,
    ])
    expect(by(cardHolder(5), { inLockdown: true })).toBe(true)
  })
})
