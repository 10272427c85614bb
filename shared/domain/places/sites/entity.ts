import { z } from 'zod'
import { SiteId } from '../../../lib/ids.ts'

/** Where a place is; a line that says nothing is left out. */
export const Address = z
  .object({
    streetAddress1: z.string(),
    streetAddress2: z.string(),
    city: z.string(),
    state: z.string(),
    postalCode: z.string(),
    country: z.string(),
    telephoneNumber: z.string(),
    telephoneExtension: z.string(),
  })
  .partial()
export type Address = z.infer<typeof Address>

/** The lines of an address that say something; an address without any is none, which is how a caller takes one away. */
export const addressOf = (address: Address = {}) => {
  const lines = Object.entries(address).filter(([, text]) => text !== '')
  return lines.length === 0 ? {} : { address: Object.fromEntries(lines) }
}

/** A wireless network by which a phone knows where it is. */
export const Wifi = z.object({ ssid: z.string() })
export type Wifi = z.infer<typeof Wifi>

/** A place with doors; it owns the time zone in which their schedules run. */
export const Site = z.object({
  id: SiteId,
  version: z.number(),
  siteName: z.string(),
  timeZone: z.string(),
  address: Address.optional(),
  wifi: z.array(Wifi).optional(),
  /** How many control panels the site has; absent before the first. */
  panelCount: z.number().optional(),
  /** How many cameras the site has; absent before the first. */
  cameraCount: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Site = z.infer<typeof Site>

/** What a new site is made of. `timeZone` is an IANA name in its own spelling. */
export type CreateSite = Pick<Site, 'siteName' | 'timeZone'> & { address?: Address }
/** What to change of a site: what is left out stays as it is. */
export type SiteChanges = Partial<CreateSite>
