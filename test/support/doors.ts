import type { Panel } from '../../shared/domain/devices/panels/entity.ts'
import type { AccessPoint } from '../../shared/domain/places/access-points/entity.ts'
import type { Site } from '../../shared/domain/places/sites/entity.ts'
import { auditEvent } from '../../shared/domain/record/events/audit.ts'
import type { Event } from '../../shared/domain/record/events/entity.ts'
import { AccessPointId, PanelId, SiteId } from '../../shared/lib/ids.ts'
import { uuidOf } from '../../shared/lib/uuid.ts'
import { somebody } from './api.ts'

const now = Date.UTC(2026, 2, 2, 12)

/** A site as a store keeps it. */
export const site = (id: number, wanted: Partial<Site> = {}): Site => ({
  id: SiteId.parse(id),
  version: 1,
  siteName: `Site ${id}`,
  timeZone: 'US/Eastern',
  createdAt: now,
  updatedAt: now,
  ...wanted,
})

/** A panel at a site, as a store keeps it. */
export const panel = (id: number, at: Site, wanted: Partial<Panel> = {}): Panel => ({
  id: PanelId.parse(id),
  version: 1,
  serialNumber: `SP-${id}`,
  name: `Panel ${id}`,
  siteId: at.id,
  siteName: at.siteName,
  accessPointIds: [],
  createdAt: now,
  updatedAt: now,
  ...wanted,
})

/** A door of a panel, as a store keeps it. */
export const door = (id: number, of: Panel, wanted: Partial<AccessPoint> = {}): AccessPoint => ({
  id: AccessPointId.parse(id),
  version: 1,
  name: `Door ${id}`,
  panelId: of.id,
  siteId: of.siteId,
  siteName: of.siteName,
  activationEnabled: true,
  twoFactorEnabled: false,
  type: 'DOOR',
  reportLiveStatus: true,
  pulseSeconds: 5,
  createdAt: now,
  updatedAt: now,
  ...wanted,
})

/** Some audit event; `about` distinguishes it from others. */
export const audit = (about: string): Event =>
  auditEvent({ now, uuid: uuidOf(about) }, somebody(), 'panel.created', { kind: 'panel', id: 1, name: about })
