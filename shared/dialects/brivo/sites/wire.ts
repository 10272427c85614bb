import { z } from 'zod'
import type { Site } from '../../../domain/places/sites/entity.ts'
import { omitEmpty } from '../../../lib/defined.ts'
import { Address } from './inputs.ts'

export const SiteListed = z.object({ id: z.number(), siteName: z.string() }).meta({ id: 'SiteListed' })
export const SiteWire = SiteListed.extend({ timeZone: z.string(), address: Address.optional() }).meta({ id: 'Site' })

/** A site as its retrieval answers it (API document, Site Retrieval). */
export const siteWire = (site: Site): z.infer<typeof SiteWire> =>
  omitEmpty({
    id: site.id,
    siteName: site.siteName,
    timeZone: site.timeZone,
    ...(site.address ? { address: omitEmpty(site.address) } : {}),
  })
