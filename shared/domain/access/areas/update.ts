import { afterChange, definedOf } from '../../../lib/defined.ts'
import type { AccountId, AreaId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { checkBorders, unknownUser } from './check.ts'
import { areaAsObject, siteOf } from './create.ts'
import type { Area, AreaChanges } from './entity.ts'
import type { AreaBordersInvalid, AreaUserUnknown } from './errors.ts'
import { type AreaState, stateOf } from './list.ts'

const properties = ['name', 'borders', 'antiPassback', 'occupancy', 'exceptUserIds', 'resets'] as const

export type UpdateAreaError = NotFound<'area'> | AreaBordersInvalid | AreaUserUnknown | ChangedMeanwhile

/**
 * Changes what `changes` names; an area stays at its panel. What it is then has to be sound, also where the change does not touch it:
 * anti-passback that is added needs an exit. People who are excepted already, and were deleted since or are hidden from the caller, may stay.
 */
export const updateArea = async (
  deps: Pick<Deps, 'accessPoints' | 'areas' | 'panels' | 'sites' | 'users' | 'whole' | 'now' | 'newUuid' | 'pause'>,
  principal: Principal,
  areaId: AreaId,
  changes: AreaChanges,
): Promise<Result<AreaState, UpdateAreaError>> => {
  const { accountId } = principal
  return untilFirst<Result<AreaState, UpdateAreaError>>(deps, 'area', async () => {
    const area = await deps.areas.get(accountId, areaId)
    if (!area) return err({ kind: 'not_found', what: 'area', id: areaId })
    const now = deps.now()
    const next: Area = { ...changed(area, changes), ...(await keptUsers(deps, accountId, area, changes)), updatedAt: now }
    const altered = propertyChanges(area, next, properties)
    if (altered.length === 0) return ok(await stateOf(deps, accountId, area))
    const unknown = await unknownUser(
      deps,
      accountId,
      next.exceptUserIds.filter((id) => !area.exceptUserIds.includes(id)),
    )
    if (unknown) return err(unknown)
    const checked = await checkBorders(deps, accountId, next)
    if (!checked.ok) return checked
    if (!checked.value) return raced
    const { panel } = checked.value
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'area.updated', areaAsObject(next, await siteOf(deps, accountId, panel)), altered)
    return (await deps.areas.replace(accountId, next, panel, event)).ok ? ok(await stateOf(deps, accountId, next)) : raced
  })
}

const changed = (area: Area, { antiPassback, occupancy, name, borders, exceptUserIds, resets }: AreaChanges): Area => {
  const { antiPassback: before, occupancy: limitBefore, ...rest } = area
  return {
    ...rest,
    ...definedOf({ name, borders, exceptUserIds, resets }),
    ...definedOf({ antiPassback: afterChange(before, antiPassback), occupancy: afterChange(limitBefore, occupancy) }),
    version: area.version + 1,
  }
}

/** The people that are excepted after a change: those whom it names, and those before whom the caller does not see, and so could not name. */
const keptUsers = async (
  deps: Pick<Deps, 'users' | 'whole'>,
  accountId: AccountId,
  { exceptUserIds: before }: Area,
  { exceptUserIds: wanted }: AreaChanges,
): Promise<Pick<AreaChanges, 'exceptUserIds'>> => {
  if (!deps.whole || !wanted) return {}
  const visible = new Set<number>((await deps.users.getMany(accountId, [...before])).map(({ id }) => id))
  return { exceptUserIds: [...wanted, ...before.filter((id) => !visible.has(id) && !wanted.includes(id))] }
}
