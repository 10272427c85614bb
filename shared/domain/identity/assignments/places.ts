import type { AccountId, SiteId } from '../../../lib/ids.ts'
import type { Area } from '../../access/areas/entity.ts'
import type { Deps } from '../../deps.ts'
import type { Scope } from '../principals/permission.ts'
import { narrowedReads, visibleOfFew } from './reads.ts'

/** Whether what lies at a site is visible. */
export const siteTest = ({ sites }: Scope): ((siteId: number) => boolean) => {
  if (sites === 'all') return () => true
  const assigned = new Set<number>(sites)
  return (siteId) => assigned.has(siteId)
}

/** The sites that are assigned. */
export const narrowedSites = (sites: Deps['sites'], scope: Scope): Deps['sites'] => {
  if (scope.sites === 'all') return sites
  const isAssigned = siteTest(scope)
  const { adding, add, replace, remove } = sites
  const reads = narrowedReads(sites, { entity: ({ id }) => isAssigned(id), finds: async () => (_, id) => isAssigned(id) })
  return { ...reads, adding, add, replace, remove }
}

/** The doors of assigned sites. */
export const narrowedAccessPoints = (accessPoints: Deps['accessPoints'], scope: Scope): Deps['accessPoints'] => {
  if (scope.sites === 'all') return accessPoints
  const isAssigned = siteTest(scope)
  const { adding, replace, remove } = accessPoints
  const atSite = ({ siteId }: { siteId: SiteId }) => isAssigned(siteId)
  return {
    ...narrowedReads(accessPoints, { entity: atSite, finds: async () => atSite }),
    ofPanel: async (accountId, panelId, options) => (await accessPoints.ofPanel(accountId, panelId, options)).filter(atSite),
    adding,
    replace,
    remove,
  }
}

/** The commands of visible doors, when one is looked for by its id alone. Otherwise it is found by way of a door. `accessPoints` is narrowed already. */
export const narrowedCommands = (
  commands: Deps['commands'],
  { accessPoints }: Pick<Deps, 'accessPoints'>,
  scope: Scope,
): Deps['commands'] => {
  if (scope.sites === 'all') return commands
  return {
    ...commands,
    find: async (accountId, id) => {
      const command = await commands.find(accountId, id)
      return command && (await accessPoints.get(accountId, command.accessPoint.id)) ? command : undefined
    },
  }
}

/** The panels of assigned sites. */
export const narrowedPanels = (panels: Deps['panels'], scope: Scope): Deps['panels'] => {
  if (scope.sites === 'all') return panels
  const isAssigned = siteTest(scope)
  const { findBySerial, adding, replace, replaceHardware, rekey, remove } = panels
  const atSite = ({ siteId }: { siteId: SiteId }) => isAssigned(siteId)
  const idsOf = async (accountId: AccountId) => {
    const ids = new Set<number>()
    await panels.visitFinds(accountId, (find, id) => atSite(find) && ids.add(id))
    return ids
  }
  const searchLive: Deps['panels']['searchLive'] = async (accountId, test, page) => {
    const ids = await idsOf(accountId)
    return panels.searchLive(accountId, (presence) => ids.has(presence.panelId) && test(presence), page)
  }
  return {
    get: async (accountId, id) => {
      const panel = await panels.get(accountId, id)
      return panel && atSite(panel) ? panel : undefined
    },
    getMany: async (accountId, ids) => (await panels.getMany(accountId, ids)).filter(atSite),
    pageAfter: async (accountId, after, limit) => (await panels.pageAfter(accountId, after, limit)).filter(atSite),
    visitFinds: (accountId, each, of) => panels.visitFinds(accountId, (find, id) => atSite(find) && each(find, id), of),
    getLive: async (accountId, panelId) => {
      const live = await panels.getLive(accountId, panelId)
      return live && atSite(live.panel) ? live : undefined
    },
    pageLive: (accountId, page) => searchLive(accountId, () => true, page),
    searchLive,
    findBySerial,
    adding,
    replace,
    replaceHardware,
    rekey,
    remove,
  }
}

/** The cameras of assigned sites. */
export const narrowedCameras = (cameras: Deps['cameras'], scope: Scope): Deps['cameras'] => {
  if (scope.sites === 'all') return cameras
  const isAssigned = siteTest(scope)
  const { adding, replace, remove } = cameras
  const atSite = ({ siteId }: { siteId: SiteId }) => isAssigned(siteId)
  const reads = narrowedReads(cameras, { entity: atSite, finds: async () => atSite })
  return {
    ...reads,
    idsAtDoor: async (accountId, accessPointId) => {
      const ids = await cameras.idsAtDoor(accountId, accessPointId)
      return (await reads.getMany(accountId, ids)).map(({ id }) => id)
    },
    ...{ adding, replace, remove },
  }
}

/** The areas of visible panels. `panels` is narrowed already. */
export const narrowedAreas = (areas: Deps['areas'], { panels }: Pick<Deps, 'panels'>, scope: Scope): Deps['areas'] => {
  if (scope.sites === 'all') return areas
  const { ofPanel, add, replace, remove } = areas
  const visibleOf = async (accountId: AccountId, found: Area[]) => {
    const ids = [...new Set(found.map(({ panelId }) => panelId))]
    const visible = new Set<number>((await panels.getMany(accountId, ids)).map(({ id }) => id))
    return found.filter(({ panelId }) => visible.has(panelId))
  }
  const testOf = async (accountId: AccountId) => {
    const visible = new Set<number>()
    await panels.visitFinds(accountId, (_, id) => visible.add(id))
    return ({ panelId }: { panelId: number }) => visible.has(panelId)
  }
  const search: Deps['areas']['search'] = async (accountId, test, page, of) => {
    const isVisible = await testOf(accountId)
    return areas.search(accountId, (find, id) => isVisible(find) && test(find, id), page, of)
  }
  return {
    get: async (accountId, id) => {
      const area = await areas.get(accountId, id)
      return area && (await visibleOf(accountId, [area])).at(0)
    },
    getMany: async (accountId, ids, options) => visibleOf(accountId, await areas.getMany(accountId, ids, options)),
    all: async (accountId) => visibleOf(accountId, await areas.all(accountId)),
    pageAfter: async (accountId, after, limit) => visibleOf(accountId, await areas.pageAfter(accountId, after, limit)),
    visitFinds: async (accountId, each, of) => {
      const isVisible = await testOf(accountId)
      return areas.visitFinds(accountId, (find, id) => isVisible(find) && each(find, id), of)
    },
    page: (accountId, page) => search(accountId, () => true, page),
    ...{ search, ofPanel, add, replace, remove },
  }
}

/** Sets of doors, of which only the doors that are visible are shown. `accessPoints` is narrowed already. */
export const narrowedDoorSets = (
  doorSets: Deps['doorSets'],
  { accessPoints }: Pick<Deps, 'accessPoints'>,
  scope: Scope,
): Deps['doorSets'] => {
  if (scope.sites === 'all') return doorSets
  const { get, getMany, all, pageAfter, visitFinds, page, search, add, change, remove, ofDoor, heldSides } = doorSets
  return {
    ...{ get, getMany, all, pageAfter, visitFinds, page, search, add, change, remove, ofDoor, heldSides },
    membersOf: async (accountId, doorSetId) => {
      const members = await doorSets.membersOf(accountId, doorSetId)
      const doors = await accessPoints.getMany(
        accountId,
        members.map(({ accessPointId }) => accessPointId),
      )
      const visible = new Set(doors.map(({ id }) => id))
      return members.filter(({ accessPointId }) => visible.has(accessPointId))
    },
  }
}

/** Whether a schedule or a holiday is universal, or of an assigned site. */
export const isUsedAt = (scope: Scope) => {
  const isAssigned = siteTest(scope)
  return ({ siteId }: { siteId?: SiteId | undefined }) => siteId === undefined || isAssigned(siteId)
}

/** Holidays that hold at assigned sites. */
export const narrowedHolidays = (holidays: Deps['holidays'], scope: Scope): Deps['holidays'] => {
  if (scope.sites === 'all') return holidays
  const { adding, add, replace, remove } = holidays
  return { ...narrowedReads(holidays, visibleOfFew(holidays, isUsedAt(scope))), adding, add, replace, remove }
}
