import { type Criterion, containsText, type FilterError, parseFilter } from '../../../lib/filter.ts'
import type { GroupId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/administrators/principal.ts'
import type { GroupNotFound } from './change.ts'
import type { NamedPermission } from './permissions.ts'
import type { AccessPermission } from './schema.ts'

const accessPointTypes = ['DOOR', 'WIEGAND', 'FLOOR', 'SALTO_DOOR', 'ALLEGION_DOOR', 'ASSA_ABLOY_DOOR']
const allowed: Readonly<Record<string, readonly string[]>> = {
  access_point_type: accessPointTypes,
  privacy_mode_override: ['TRUE', 'FALSE'],
}
const fields = {
  access_point_name: ['eq'],
  access_point_type: ['eq', 'ne'],
  schedule_name: ['eq'],
  privacy_mode_override: ['eq'],
} as const

type Needed = Pick<Deps, 'groups' | 'accessPoints' | 'schedules'>

/**
 * A page of a group's permissions, in order of their access points. The filters are those of the API document's List Group
 * Permission.
 */
export const listPermissions = async (
  deps: Needed,
  { accountId }: Principal,
  groupId: GroupId,
  { filter, offset, pageSize }: PageRequest & { filter?: string | undefined },
): Promise<Result<Page<NamedPermission>, FilterError | GroupNotFound>> => {
  const criteria = parseFilter(filter, fields)
  if (!criteria.ok) return criteria
  const wrong = unknownValue(criteria.value)
  if (wrong) return err(wrong)
  const [group, permissions] = await Promise.all([
    deps.groups.get(accountId, groupId),
    deps.groups.permissionsOf(accountId, groupId),
  ])
  if (!group) return err({ kind: 'group_not_found', groupId })
  const end = offset + pageSize
  if (criteria.value.length === 0) {
    return ok({ data: await named(deps, { accountId }, permissions.slice(offset, end)), count: permissions.length })
  }
  const found = (await named(deps, { accountId }, permissions)).filter((one) => criteria.value.every((each) => fits(one, each)))
  return ok({ data: found.slice(offset, end), count: found.length })
}

/** The permissions with their doors and schedules; one whose door or schedule is gone opens nothing and is left out. */
const named = async (
  deps: Needed,
  { accountId }: Pick<Principal, 'accountId'>,
  permissions: AccessPermission[],
): Promise<NamedPermission[]> => {
  const scheduleIds = [...new Set(permissions.map(({ scheduleId }) => scheduleId))]
  const [accessPoints, schedules] = await Promise.all([
    deps.accessPoints.getMany(
      accountId,
      permissions.map(({ accessPointId }) => accessPointId),
    ),
    deps.schedules.getMany(accountId, scheduleIds),
  ])
  const accessPointById = new Map(accessPoints.map((one) => [one.id, one]))
  const scheduleById = new Map(schedules.map((one) => [one.id, one]))
  return permissions.flatMap((permission) => {
    const accessPoint = accessPointById.get(permission.accessPointId)
    const schedule = scheduleById.get(permission.scheduleId)
    return accessPoint && schedule ? [{ permission, accessPoint, schedule }] : []
  })
}

const fits = ({ permission, accessPoint, schedule }: NamedPermission, { field, operator, values }: Criterion): boolean => {
  const wanted = values.map((value) => value.toUpperCase())
  switch (field) {
    case 'access_point_name':
      return values.some((value) => containsText(accessPoint.name, value))
    case 'schedule_name':
      return values.some((value) => containsText(schedule.name, value))
    case 'access_point_type':
      return wanted.includes(accessPoint.type) === (operator === 'eq')
    default:
      return wanted.includes(String(permission.privacyModeOverride ?? false).toUpperCase())
  }
}

const unknownValue = (criteria: Criterion[]): FilterError | undefined => {
  for (const { field, values } of criteria) {
    const wrong = values.find((value) => allowed[field]?.includes(value.toUpperCase()) === false)
    if (wrong !== undefined) return { kind: 'invalid_filter', message: `Invalid filter value '${wrong}' for '${field}'` }
  }
  return undefined
}
