import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Group } from '../../people/groups/schema.ts'
import type { Site } from '../../places/sites/schema.ts'
import type { Holiday, Schedule } from './schema.ts'

type Schedules = Pick<Deps, 'schedules'>

const tries = 4

/**
 * Gives the schedules of a group, which keep its name so that listings need not look it up, the name that it has now. Safe to
 * repeat; nothing is audited, since the renaming of the group was.
 */
export const tellEnablingGroupName = async (deps: Schedules, accountId: AccountId, group: Pick<Group, 'id' | 'name'>) => {
  const told = { enablingGroupName: group.name }
  const enabled = await deps.schedules.all(accountId)
  for (const schedule of enabled.filter(({ enablingGroupId }) => enablingGroupId === group.id)) {
    await retold(deps.schedules, accountId, schedule, told)
  }
}

/** Gives the schedules and holidays of a site the name that it has now, likewise. */
export const tellSchedulesSiteName = async (
  deps: Schedules & Pick<Deps, 'holidays'>,
  accountId: AccountId,
  site: Pick<Site, 'id' | 'siteName'>,
) => {
  const told = { siteName: site.siteName }
  const [schedules, holidays] = await Promise.all([deps.schedules.all(accountId), deps.holidays.all(accountId)])
  for (const schedule of schedules.filter(({ siteId }) => siteId === site.id))
    await retold(deps.schedules, accountId, schedule, told)
  for (const holiday of holidays.filter(({ siteId }) => siteId === site.id)) await retold(deps.holidays, accountId, holiday, told)
}

type Kept = Schedule | Holiday
type Store<E extends Kept> = {
  get: (accountId: AccountId, id: number) => Promise<E | undefined>
  replace: (accountId: AccountId, next: E, event: undefined) => Promise<{ ok: boolean }>
}

/** Writes the name into the newest state of the entity; one that is gone by now needs none. */
const retold = async <E extends Kept>(store: Store<E>, accountId: AccountId, found: E, told: Partial<E>): Promise<void> => {
  let current: E | undefined = found
  for (let attempt = 0; current && attempt < tries; attempt += 1) {
    const next = { ...current, ...told, version: current.version + 1 }
    if ((await store.replace(accountId, next, undefined)).ok) return
    current = await store.get(accountId, found.id)
  }
}
