import { z } from 'zod'
import { GroupId, PanelId, UserId } from '../../../lib/ids.ts'
import { compiledFields } from './compiled-fields.ts'

/** The item of a change before and after it, as stored; one of them is absent when it was added or deleted. */
export type ItemChange = { before?: Attributes; after?: Attributes }
type Attributes = Readonly<Record<string, unknown>>

/**
 * Whose rules a change concerns: single panels, the panels that groups may pass, those that users may pass by their groups or
 * by rules of their own, those that persons may pass by rules of their own only, or all of the account. `revokes` says that it may take access away: such panels come first.
 */
export const AffectedPanels = z.object({
  panelIds: z.array(PanelId),
  groupIds: z.array(GroupId),
  userIds: z.array(UserId),
  personIds: z.array(UserId),
  everyPanel: z.boolean(),
  revokes: z.boolean(),
})
export type AffectedPanels = z.infer<typeof AffectedPanels>

const nothing: AffectedPanels = { panelIds: [], groupIds: [], userIds: [], personIds: [], everyPanel: false, revokes: false }

/** The entities whose items are in panels' rules: no other change concerns a panel. */
export const compiledEntities: readonly string[] = Object.keys(compiledFields)
const isCompiled = (entity: string): entity is keyof typeof compiledFields => compiledEntities.includes(entity)

/** Which panels' rules a change of one item may alter. Pure: who is in which group is looked up by the caller. */
export const affectedPanels = ({ before, after }: ItemChange): AffectedPanels => {
  const entity = String((after ?? before)?.entity)
  if (!isCompiled(entity)) return nothing
  const attributes: readonly string[] = compiledFields[entity]
  const same = before && after && attributes.every((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]))
  if (same) return nothing
  // The stores wrote these attributes with these types.
  const each = <T>(name: string): T[] =>
    [...new Set([before?.[name], after?.[name]].flat())].filter((one) => one !== undefined) as T[]
  const revokes = !after || entity === 'user' || entity === 'credential'
  const isMoved = before?.parentId !== after?.parentId
  switch (entity) {
    case 'user':
      return { ...nothing, groupIds: groupsConcerned(before, after), personIds: each('id'), revokes }
    case 'credential':
      return { ...nothing, userIds: each('userId'), revokes }
    case 'group':
      return { ...nothing, groupIds: [...each<GroupId>('id'), ...each<GroupId>('parentId')], revokes: revokes || isMoved }
    case 'rule': {
      const panelIds = each<PanelId>('panelId')
      return panelIds.length > 0 ? { ...nothing, panelIds, revokes } : { ...nothing, everyPanel: true, revokes }
    }
    case 'access-point':
      return { ...nothing, panelIds: each('panelId'), revokes }
    case 'panel':
      return { ...nothing, panelIds: each('id'), revokes }
    default:
      return { ...nothing, everyPanel: true, revokes }
  }
}

/** The groups of a user of before and after; only those joined or left when nothing else about the user has changed. */
const groupsConcerned = (before: Attributes | undefined, after: Attributes | undefined): GroupId[] => {
  // The user store wrote these.
  const [had, has] = [before, after].map((user) => (user?.groupIds ?? []) as GroupId[])
  const all = [...new Set([...(had ?? []), ...(has ?? [])])]
  const others = compiledFields.user.filter((name) => name !== 'groupIds')
  const onlyMoved = before && after && others.every((name) => JSON.stringify(before[name]) === JSON.stringify(after[name]))
  return onlyMoved ? all.filter((id) => !had?.includes(id) || !has?.includes(id)) : all
}
