import type { AccountId, GroupId, SiteId } from '../../../lib/ids.ts'
import type { Holiday, Schedule } from '../../access/schedules/entity.ts'
import type { Deps } from '../../deps.ts'
import type { Camera } from '../../devices/cameras/entity.ts'
import type { Panel } from '../../devices/panels/entity.ts'
import { placeAccessPoints } from '../access-points/place.ts'
import { type Copies, type Followed, followName } from './follow.ts'
import type { NameCopies } from './renamed.ts'

export type NameCopiesDeps = Pick<
  Deps,
  'sites' | 'groups' | 'panels' | 'cameras' | 'accessPoints' | 'schedules' | 'holidays' | 'now' | 'pause'
>

/**
 * Brings the copies of a name into step with it: of a site those of its panels, their doors, its cameras, schedules and holidays; of a
 * group those of the schedules that it enables. Nothing is audited, since the renaming was. Safe to repeat, and to run twice at once.
 */
export const updateNameCopies = async (deps: NameCopiesDeps, { accountId, ...of }: NameCopies): Promise<Followed> => {
  if (of.kind === 'group') {
    const nameNow = async () => (await deps.groups.get(accountId, of.id))?.name
    return followName(deps, accountId, schedulesOfGroup(deps, of.id), nameNow)
  }
  const nameNow = async () => (await deps.sites.get(accountId, of.id))?.siteName
  const all = await Promise.all([
    followName(deps, accountId, panelsOf(deps, accountId, of.id), nameNow),
    followName(deps, accountId, camerasOf(deps, of.id), nameNow),
    followName(deps, accountId, schedulesOfSite(deps, of.id), nameNow),
    followName(deps, accountId, holidaysOfSite(deps, of.id), nameNow),
  ])
  return {
    written: all.reduce((sum, { written }) => sum + written, 0),
    failures: all.flatMap(({ failures }) => failures),
  }
}

const panelsOf = (deps: NameCopiesDeps, accountId: AccountId, siteId: SiteId): Copies<Panel> => ({
  what: 'control panel',
  ...deps.panels,
  replace: (account, before, next) => deps.panels.replace(account, before, next, undefined),
  keeps: (panel) => panel.siteId === siteId,
  named: (panel, siteName) => (panel.siteName === siteName ? undefined : { ...panel, siteName, updatedAt: deps.now() }),
  afterwards: async (panel) => {
    const placed = await placeAccessPoints(deps, accountId, panel.accessPointIds)
    if (!placed.ok) throw new Error(`A door of the panel ${panel.id} kept changing while it was given the name of its site`)
  },
})

const camerasOf = (deps: NameCopiesDeps, siteId: SiteId): Copies<Camera> => ({
  what: 'camera',
  ...deps.cameras,
  replace: (account, before, next) => deps.cameras.replace(account, before, next, undefined),
  keeps: (camera) => camera.siteId === siteId,
  named: (camera, siteName) => (camera.siteName === siteName ? undefined : { ...camera, siteName, updatedAt: deps.now() }),
})

const schedules = (deps: NameCopiesDeps) => ({
  what: 'schedule' as const,
  ...deps.schedules,
  replace: (accountId: AccountId, _before: Schedule, next: Schedule) => deps.schedules.replace(accountId, next, undefined),
})

const schedulesOfGroup = (deps: NameCopiesDeps, groupId: GroupId): Copies<Schedule> => ({
  ...schedules(deps),
  keeps: ({ enablingGroupId }) => enablingGroupId === groupId,
  named: (schedule, name) => (schedule.enablingGroupName === name ? undefined : { ...schedule, enablingGroupName: name }),
})

const schedulesOfSite = (deps: NameCopiesDeps, siteId: SiteId): Copies<Schedule> => ({
  ...schedules(deps),
  keeps: (schedule) => schedule.siteId === siteId,
  named: (schedule, siteName) => (schedule.siteName === siteName ? undefined : { ...schedule, siteName }),
})

const holidaysOfSite = (deps: NameCopiesDeps, siteId: SiteId): Copies<Holiday> => ({
  what: 'holiday',
  ...deps.holidays,
  replace: (accountId, _before, next) => deps.holidays.replace(accountId, next, undefined),
  keeps: (holiday) => holiday.siteId === siteId,
  named: (holiday, siteName) => (holiday.siteName === siteName ? undefined : { ...holiday, siteName }),
})
