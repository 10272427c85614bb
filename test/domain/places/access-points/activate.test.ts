import { describe, expect, it } from 'vitest'
import { decideActivation } from '../../../../shared/domain/places/access-points/activate.ts'
import { uuidV7 } from '../../../../shared/lib/uuid.ts'
import { somebody } from '../../../support/api.ts'
import { door, panel, site } from '../../../support/doors.ts'

const now = Date.UTC(2026, 2, 2, 12)
const stamp = { now, uuid: uuidV7(now, new Uint8Array(10)) }
const front = door(5, panel(7, site(3)), { pulseSeconds: 9 })

describe('the decision to activate a door', () => {
  it('is an order to its panel, for its own pulse time, that is worth nothing after ten seconds', () => {
    expect(decideActivation(front, somebody(), stamp)).toMatchObject({
      ok: true,
      value: {
        id: stamp.uuid,
        panelId: 7,
        durationSeconds: 9,
        issuedAt: now,
        notAfter: now + 10_000,
        state: 'accepted',
        sends: 0,
      },
    })
  })

  it('is a refusal where activation is not enabled', () => {
    const refused = decideActivation({ ...front, activationEnabled: false }, somebody(), stamp)
    expect(refused).toEqual({ ok: false, error: { kind: 'activation_not_enabled', accessPointId: 5 } })
  })
})
