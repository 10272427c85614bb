import { z } from 'zod'
import { AccountId, GroupId, SiteId } from '../../../lib/ids.ts'

/** A site or a group whose name has changed. Its panels, doors, cameras, schedules and holidays keep copies of the name. */
export const Renamed = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('site'), id: SiteId }),
  z.object({ kind: z.literal('group'), id: GroupId }),
])
export type Renamed = z.infer<typeof Renamed>

/**
 * A message of the queue `name-copies`. It does not say the name: the copies get the name that is stored when it is worked on, so
 * an older message never brings back an older name.
 */
export const NameCopies = z.intersection(z.object({ accountId: AccountId }), Renamed)
export type NameCopies = z.infer<typeof NameCopies>

const nameOf: Readonly<Record<string, string>> = { site: 'siteName', group: 'name' }

type Attributes = Readonly<Record<string, unknown>>

/** What a change of one stored item renames; undefined when it renames nothing. What was just added has no copies yet. */
export const renamedBy = ({ before, after }: { before?: Attributes; after?: Attributes }): Renamed | undefined => {
  const kind = String(after?.entity)
  const name = nameOf[kind]
  if (!before || !after || name === undefined || before[name] === after[name]) return undefined
  return Renamed.parse({ kind, id: after.id })
}
