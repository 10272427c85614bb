import { ConsentLink } from '../../domain/people/faceprints/entity.ts'
import type { Instant } from '../../lib/clock.ts'
import { globalKey } from '../keys/common.ts'
import type { Table } from '../table/types.ts'

/** The links by which people consent to the use of their faces, by the digests of their tokens. */
export const faceConsentStore = (table: Table) => ({
  add: async (digest: string, link: ConsentLink): Promise<void> => {
    const ttl = Math.ceil(link.until / 1000)
    await table.write([{ put: { ...globalKey('face-consent', digest), entity: 'face-consent', ...link, ttl } }])
  },

  /** The link with this digest, unless it is forgotten at `now`. */
  find: async (digest: string, now: Instant): Promise<ConsentLink | undefined> => {
    const item = await table.get(globalKey('face-consent', digest))
    const link = item && ConsentLink.parse(item)
    // The table deletes what is past its time some days late.
    return link && now < link.until ? link : undefined
  },
})
