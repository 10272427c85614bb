import { IANAZone } from 'luxon'
import { z } from 'zod'
import { SiteId } from '../../../lib/ids.ts'

/** A zone name of the IANA database, the older `US/Eastern` kind included. */
export const TimeZone = z
  .string()
  .refine((name) => IANAZone.isValidZone(name), { error: (issue) => `'${String(issue.input)}' is not a known time zone` })
  .meta({ description: 'IANA time zone name', example: 'US/Eastern' })

/** One line of an address. */
export const AddressLine = z.string().trim().max(100)
export const Address = z
  .object({
    streetAddress1: AddressLine,
    streetAddress2: AddressLine,
    city: AddressLine,
    state: AddressLine,
    postalCode: AddressLine,
    country: AddressLine,
    telephoneNumber: AddressLine,
    telephoneExtension: AddressLine,
  })
  .partial()
  .meta({ id: 'Address' })

/** The lines of an address that say something; an address without any is none, which is how a caller takes one away. */
export const addressOf = (address: z.infer<typeof Address> = {}) => {
  const lines = Object.entries(address).filter(([, text]) => text !== '')
  return lines.length === 0 ? {} : { address: Object.fromEntries(lines) }
}

/** What a caller says of a site (ours: the API document has no call that creates one). */
export const SiteInput = z
  .object({ siteName: z.string().trim().min(1).max(64), timeZone: TimeZone, address: Address.optional() })
  .meta({ id: 'SiteInput' })
export type SiteInput = z.infer<typeof SiteInput>
export const SitePatch = SiteInput.partial().meta({ id: 'SitePatch' })
export type SitePatch = z.infer<typeof SitePatch>

/** A wireless network by which a phone knows where it is. */
export const Wifi = z.object({ ssid: z.string().min(1).max(32) }).meta({ id: 'Wifi' })
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
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Site = z.infer<typeof Site>
