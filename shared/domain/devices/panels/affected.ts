import { z } from 'zod'
import { DoorSetId, GroupId, PanelId, ScheduleId, SiteId, UserId } from '../../../lib/ids.ts'
import type { RuleTarget } from '../../access/rules/entity.ts'
import { compiledFields } from './compiled-fields.ts'
import { mayRevoke } from './revokes.ts'

/** The item of a change before and after it, as stored; one of them is absent when it was added or deleted. */
export type ItemChange = { before?: Attributes; after?: Attributes }
type Attributes = Readonly<Record<string, unknown>>

/** Panels that are still to be found: those that groups may pass, those that know something of a site, a schedule or a set of doors, or all of the account. */
export const PanelSearch = z.object({
  groupIds: z.array(GroupId),
  siteIds: z.array(SiteId),
  scheduleIds: z.array(ScheduleId),
  doorSetIds: z.array(DoorSetId),
  everyPanel: z.boolean(),
})
export type PanelSearch = z.infer<typeof PanelSearch>

/** A person of whom the rules of panels may say something else. `groupIds` are the groups that the person left or is in, as far as the change has them. */
export const ChangedPerson = z.object({ userId: UserId, groupIds: z.array(GroupId) })
export type ChangedPerson = z.infer<typeof ChangedPerson>

/**
 * Whose rules a change concerns: of the panels of `people` only what they say of these people. `revokes` says that it may take access
 * away: such panels come first.
 */
export const AffectedPanels = PanelSearch.extend({
  panelIds: z.array(PanelId),
  people: z.array(ChangedPerson),
  revokes: z.boolean(),
})
export type AffectedPanels = z.infer<typeof AffectedPanels>

/** The search that finds no panel. */
export const noPanels: PanelSearch = {
  groupIds: [],
  siteIds: [],
  scheduleIds: [],
  doorSetIds: [],
  everyPanel: false,
}

/** Whether a search can find a panel. */
export const findsPanels = ({ everyPanel, ...lists }: PanelSearch): boolean =>
  everyPanel || Object.values(lists).some((ids) => ids.length > 0)

/** The search that finds what either finds. */
export const joinSearches = (one: PanelSearch, other: PanelSearch): PanelSearch => ({
  groupIds: union(one.groupIds, other.groupIds),
  siteIds: union(one.siteIds, other.siteIds),
  scheduleIds: union(one.scheduleIds, other.scheduleIds),
  doorSetIds: union(one.doorSetIds, other.doorSetIds),
  everyPanel: one.everyPanel || other.everyPanel,
})

const union = <T>(one: readonly T[], other: readonly T[]): T[] => [...new Set([...one, ...other])]

/** The entities whose items are in panels' rules: no other change concerns a panel. */
export const compiledEntities: readonly string[] = Object.keys(compiledFields)
const isCompiled = (entity: string): entity is keyof typeof compiledFields => compiledEntities.includes(entity)

/** Which panels' rules a change of one item may alter. Pure: who is in which group is looked up by the caller. */
export const affectedPanels = ({ before, after }: ItemChange): AffectedPanels => {
  const nothing: AffectedPanels = { ...noPanels, panelIds: [], people: [], revokes: false }
  const entity = String((after ?? before)?.entity)
  if (!isCompiled(entity)) return nothing
  const attributes: readonly string[] = compiledFields[entity]
  // a set without doors says nothing to a panel: its doors come and go by items of their own
  const isWhole = entity === 'door-set' || (before && after)
  const same = isWhole && attributes.every((name) => JSON.stringify(before?.[name]) === JSON.stringify(after?.[name]))
  if (same) return nothing
  // The stores wrote these attributes with these types.
  const each = <T>(name: string): T[] =>
    [...new Set([before?.[name], after?.[name]].flat())].filter((one) => one !== undefined) as T[]
  const images = [before, after].filter((image) => image !== undefined)
  const common = { ...nothing, revokes: mayRevoke(entity, before, after) }
  switch (entity) {
    case 'user':
      return { ...common, people: each<UserId>('id').map((userId) => ({ userId, groupIds: each('groupIds') })) }
    case 'credential':
      return { ...common, people: each<UserId>('userId').map((userId) => ({ userId, groupIds: [] })) }
    case 'group':
      return { ...common, groupIds: [...each<GroupId>('id'), ...each<GroupId>('parentId')] }
    case 'rule':
      return { ...common, panelIds: each('panelId'), ...images.map(wideTarget).reduce(joinSearches) }
    case 'access-point':
    case 'area':
    case 'door-set-member':
    case 'reader':
      return { ...common, panelIds: each('panelId') }
    case 'panel':
      return { ...common, panelIds: each('id') }
    case 'site':
      return { ...common, siteIds: each('id') }
    case 'door-set':
      return { ...common, doorSetIds: each('id') }
    case 'schedule':
      return { ...common, scheduleIds: each('id') }
    case 'holiday':
      return images.every(({ siteId }) => siteId !== undefined)
        ? { ...common, siteIds: each('siteId') }
        : { ...common, everyPanel: true }
  }
}

/** Where the panels of a rule are found that names no single one. */
const wideTarget = ({ panelId, target }: Attributes): PanelSearch => {
  if (panelId !== undefined) return noPanels
  // The store of rules wrote it.
  const wide = target as RuleTarget | undefined
  if (wide?.kind === 'site') return { ...noPanels, siteIds: [wide.siteId] }
  if (wide?.kind === 'door_set') return { ...noPanels, doorSetIds: [wide.doorSetId] }
  return { ...noPanels, everyPanel: true }
}
