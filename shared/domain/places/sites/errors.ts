import type { SiteId } from '../../../lib/ids.ts'

/** The site still has control panels: they must be moved or deleted first. */
export type SiteHasPanels = { kind: 'site_has_panels'; siteId: SiteId; count: number }

/** The site still has cameras: they must be moved or deleted first. */
export type SiteHasCameras = { kind: 'site_has_cameras'; siteId: SiteId; count: number }

/** What an operation of sites can end in on an API's route, besides the errors that every module has. */
export type SiteError = SiteHasPanels | SiteHasCameras
