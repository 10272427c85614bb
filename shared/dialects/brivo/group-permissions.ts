import { z } from 'zod'
import type { NamedRule } from '../../domain/access/rules/assign.ts'
import type { RuleCriterion } from '../../domain/access/rules/list.ts'
import { AccessPointType } from '../../domain/places/access-points/types.ts'
import { omitEmpty } from '../../lib/defined.ts'
import { ScheduleId } from '../../lib/ids.ts'
import { ok, type Result } from '../../lib/result.ts'
import { typeNames } from './access-points/types.ts'
import { type FilterError, parseFilter, wrongValue } from './filter.ts'
import { OptionalFlag } from './values.ts'

/** Body of Assign Permission to Group. */
export const AccessPermissionInput = z
  .object({ schedule: z.object({ id: ScheduleId }), privacyModeOverride: OptionalFlag })
  .meta({ id: 'AccessPermissionInput' })

/** What a body asks for, in the domain's terms. */
export const wantedRule = ({ schedule, privacyModeOverride }: z.infer<typeof AccessPermissionInput>) => ({
  scheduleId: schedule.id,
  privacyModeOverride: privacyModeOverride ?? false,
})

const allowed: Readonly<Record<string, readonly string[]>> = {
  access_point_type: AccessPointType.options,
  privacy_mode_override: ['TRUE', 'FALSE'],
}

/** Reads the filter of List Group Permission (API document, Groups). */
export const readPermissionFilter = (filter: string | undefined): Result<RuleCriterion[], FilterError> => {
  const criteria = parseFilter(filter, {
    access_point_name: ['eq'],
    access_point_type: ['eq', 'ne'],
    schedule_name: ['eq'],
    privacy_mode_override: ['eq'],
  })
  if (!criteria.ok) return criteria
  const read: RuleCriterion[] = []
  for (const { field, operator, values } of criteria.value) {
    const wanted = values.map((value) => value.toUpperCase())
    const wrong = values.find((_, position) => allowed[field]?.includes(wanted[position] ?? '') === false)
    if (wrong !== undefined) return wrongValue(field, wrong)
    if (field === 'access_point_name') read.push({ field: 'accessPointName', contains: values })
    else if (field === 'schedule_name') read.push({ field: 'scheduleName', contains: values })
    else if (field === 'access_point_type') {
      const anyOf = wanted.flatMap((value) => AccessPointType.safeParse(value).data ?? [])
      read.push({ field: 'accessPointType', anyOf, is: operator === 'eq' })
    } else read.push({ field: 'privacyModeOverride', anyOf: wanted.map((value) => value === 'TRUE') })
  }
  return ok(read)
}

export const AccessPermissionWire = z
  .object({
    accessPoint: z.object({ id: z.number(), name: z.string(), type: z.string() }),
    schedule: z.object({ id: z.number(), name: z.string() }),
    privacyModeOverride: z.boolean().optional(),
    ruleId: z
      .number()
      .optional()
      .meta({ description: 'The wider rule that gives this permission. It cannot be changed or deleted here (412).' }),
    side: z.literal([1, 2]).optional().meta({ description: 'The one side of the door: 1 entry, 2 exit. Absent for both.' }),
  })
  .meta({ id: 'AccessPermission' })

/** A rule without a schedule, which this API cannot say, is shown with one of the id 0 and the name `Always`. */
export const permissionWire = ({ rule, accessPoint, schedule, side, isOwn }: NamedRule): z.infer<typeof AccessPermissionWire> =>
  omitEmpty({
    accessPoint: { id: accessPoint.id, name: accessPoint.name, type: typeNames[accessPoint.type] },
    schedule: schedule ? { id: schedule.id, name: schedule.name } : { id: 0, name: 'Always' },
    privacyModeOverride: rule.privacyModeOverride,
    ruleId: isOwn ? undefined : rule.id,
    side,
  })
