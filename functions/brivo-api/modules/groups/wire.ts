import { z } from 'zod'
import type { NamedPermission } from '../../../../shared/domain/people/groups/permissions.ts'
import type { Group } from '../../../../shared/domain/people/groups/schema.ts'
import { omitEmpty } from '../../../../shared/lib/defined.ts'

export const GroupListed = z.object({ id: z.number(), name: z.string() }).meta({ id: 'GroupListed' })
export const GroupWire = GroupListed.extend({
  antipassbackResetTime: z.string().optional(),
  keypadUnlock: z.boolean(),
  immuneToAntipassback: z.boolean(),
  excludedFromLockdown: z.boolean(),
}).meta({ id: 'Group' })

export const AccessPermissionWire = z
  .object({
    accessPoint: z.object({ id: z.number(), name: z.string(), type: z.string() }),
    schedule: z.object({ id: z.number(), name: z.string() }),
    privacyModeOverride: z.boolean().optional(),
  })
  .meta({ id: 'AccessPermission' })

export const groupListed = ({ id, name }: Group): z.infer<typeof GroupListed> => ({ id, name })

const minutesOfHour = 60
const minutesOfDay = 1440

/** A minute of the day as the document answers it, `23:59`; the last one, 1440, is the midnight that begins the next day. */
const timeOfDay = (minute: number): string => {
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor((minute % minutesOfDay) / minutesOfHour))}:${two(minute % minutesOfHour)}`
}

/** A group as its retrieval answers it (API document, Group Retrieval). */
export const groupWire = (group: Group): z.infer<typeof GroupWire> =>
  omitEmpty({
    ...groupListed(group),
    antipassbackResetTime: group.antipassbackResetTime === undefined ? undefined : timeOfDay(group.antipassbackResetTime),
    keypadUnlock: group.keypadUnlock,
    immuneToAntipassback: group.immuneToAntipassback,
    excludedFromLockdown: group.excludedFromLockdown,
  })

/** How permissions name the types of access points (API document, List Group Permission). */
const typeNames: Readonly<Record<NamedPermission['accessPoint']['type'], string>> = { DOOR: 'Door' }

export const permissionWire = ({ permission, accessPoint, schedule }: NamedPermission): z.infer<typeof AccessPermissionWire> =>
  omitEmpty({
    accessPoint: { id: accessPoint.id, name: accessPoint.name, type: typeNames[accessPoint.type] },
    schedule: { id: schedule.id, name: schedule.name },
    privacyModeOverride: permission.privacyModeOverride,
  })
