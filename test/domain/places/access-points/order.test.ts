import { describe, expect, it } from 'vitest'
import { momentaryCommand } from '../../../../shared/domain/places/access-points/order.ts'
import { uuidV7 } from '../../../../shared/lib/uuid.ts'
import { somebody } from '../../../support/api.ts'
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
})
