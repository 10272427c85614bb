import type { AccountId } from '../../../lib/ids.ts'
import { ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Group } from '../../people/groups/schema.ts'
import type { Site } from '../../places/sites/schema.ts'
import type { Holiday, Schedule } from './schema.ts'

type Needed = Pick<Deps, 'schedules' | 'pause'>

/**
 * Gives the schedules of a group, which keep its name so that listings need not look it up, the name that it has now. Safe to
 * repeat; nothing is audited, since the renaming of the group was.
 */
export const copyGroupNameToSchedules = async (
  deps: Needed,
  accountId: AccountId,
  { id, name }: Pick<Group, 'id' | 'name'>,
): Promise<Result<void, ChangedMeanwhile>> => {
  const enabled = (await deps.schedules.all(accountId)).filter(({ enablingGroupId }) => enablingGroupId === id)
  return setInEach(deps, 'schedule', deps.schedules, accountId, enabled, { enablingGroupName: name })
}

/** Gives the schedules and holidays of a site the name that it has now, likewise. */
export const copySiteNameToSchedules = async (
  deps: Needed & Pick<Deps, 'holidays'>,
  accountId: AccountId,
  { id, siteName }: Pick<Site, 'id' | 'siteName'>,
): Promise<Result<void, ChangedMeanwhile>> => {
  const [schedules, holidays] = await Promise.all([deps.schedules.all(accountId), deps.holidays.all(accountId)])
  const isOfSite = ({ siteId }: Kept) => siteId === id
  const named = await setInEach(deps, 'schedule', deps.schedules, accountId, schedules.filter(isOfSite), { siteName })
  if (!named.ok) return named
  return setInEach(deps, 'holiday', deps.holidays, accountId, holidays.filter(isOfSite), { siteName })
}

type Kept = Schedule | Holiday
type Store<E extends Kept> = {
  get: (accountId: AccountId, id: number) => Promise<E | undefined>
  replace: (accountId: AccountId, next: E, event: undefined) => Promise<{ ok: boolean }>
}

/** Writes `properties` into the newest state of each entity, one after the other; one that is gone by now needs none. */
const setInEach = async <E extends Kept>(
  deps: Pick<Deps, 'pause'>,
  what: string,
  store: Store<E>,
  accountId: AccountId,
  found: readonly E[],
  properties: Partial<E>,
): Promise<Result<void, ChangedMeanwhile>> => {
  for (const one of found) {
    const set = await untilFirst(deps, what, async (attempt) => {
      const current = attempt === 0 ? one : await store.get(accountId, one.id)
      if (!current) return ok(undefined)
      const next = { ...current, ...properties, version: current.version + 1 }
      return (await store.replace(accountId, next, undefined)).ok ? ok(undefined) : raced
    })
    if (!set.ok) return set
  }
  return ok(undefined)
}
