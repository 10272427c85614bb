import type { Command } from '../../shared/domain/devices/commands/entity.ts'
import { AccessPointId, PanelId, SiteId } from '../../shared/lib/ids.ts'
import { uuidV7 } from '../../shared/lib/uuid.ts'

const issuedAt = Date.UTC(2026, 2, 2, 12)

/** A command for panel 7 to pulse door 5, accepted at noon UTC on 2 March 2026, unless a test says otherwise. */
export const aCommand = (wanted: Partial<Command> = {}): Command => ({
  id: uuidV7(issuedAt, new Uint8Array(10).fill(1)),
  panelId: PanelId.parse(7),
  kind: 'activate',
  accessPoint: { id: AccessPointId.parse(5), name: 'Front door', siteId: SiteId.parse(3), siteName: 'Office' },
  by: { kind: 'administrator', id: 11, name: 'Mary Master' },
  durationSeconds: 5,
  issuedAt,
  notAfter: issuedAt + 10_000,
  state: 'accepted',
  sends: 0,
  sentAts: [],
  ...wanted,
})
