import { z } from 'zod'
import type { CreateSite, SiteChanges } from '../../../domain/places/sites/entity.ts'
import { definedOf } from '../../../lib/defined.ts'
import { plainLine, plainText } from '../../../lib/text.ts'
import { zoneNamed } from '../../../lib/time-zone.ts'
import { absentWhenNull, absentWhenNullEach } from '../values.ts'

/** A zone name of the IANA database in any case, the older `US/Eastern` kind included. */
export const TimeZone = z
  .string()
  .refine((name) => zoneNamed(name) !== undefined, { error: (issue) => `'${String(issue.input)}' is not a known time zone` })
  .transform((name) => zoneNamed(name) ?? name)
  .meta({ description: 'IANA time zone name', example: 'US/Eastern' })

/** One line of an address. */
export const AddressLine = plainLine(100, { min: 0 })
const addressLines = {
  streetAddress1: AddressLine,
  streetAddress2: AddressLine,
  city: AddressLine,
  state: AddressLine,
  postalCode: AddressLine,
  country: AddressLine,
  telephoneNumber: AddressLine,
  telephoneExtension: AddressLine,
}
export const Address = z.object(addressLines).partial().meta({ id: 'Address' })
const AddressInput = z.object(absentWhenNullEach(addressLines)).meta({ id: 'AddressInput' })

const settings = { siteName: plainText('siteName', 64), timeZone: TimeZone }

/** Body that creates a site (ours: the API document has no call that does). */
export const SiteInput = z.object({ ...settings, address: absentWhenNull(AddressInput) }).meta({ id: 'SiteInput' })

/** Body that changes a site: what is left out stays as it is. */
export const SitePatch = z.object(absentWhenNullEach({ ...settings, address: AddressInput })).meta({ id: 'SitePatch' })

/** Spaces at its ends are part of it, unlike those of a name. */
const withoutControl = /^\P{Cc}*$/u

/** A wireless network by which a phone knows where it is. */
export const Wifi = z
  .object({ ssid: z.string().min(1).max(32).regex(withoutControl, { error: 'Invalid input: it contains a control character' }) })
  .meta({ id: 'Wifi' })

/** What a body that creates a site asks for. */
export const createSiteOf = ({ siteName, timeZone, address }: z.infer<typeof SiteInput>): CreateSite => ({
  siteName,
  timeZone,
  ...(address ? { address: definedOf(address) } : {}),
})

/** What a body that changes a site asks for. */
export const siteChangesOf = ({ siteName, timeZone, address }: z.infer<typeof SitePatch>): SiteChanges =>
  definedOf({ siteName, timeZone, address: address && definedOf(address) })
