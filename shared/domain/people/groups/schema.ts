import { z } from 'zod'
import { AccessPointId, GroupId, PanelId, ScheduleId } from '../../../lib/ids.ts'

const longestName = 35
const nameNeeded = { error: () => `Group creation requires a name parameter of ${longestName} characters or less` }
const GroupName = z.string(nameNeeded).trim().min(1, nameNeeded).max(longestName, nameNeeded)

const minutesOfDay = 1440
const wrongMinute = (given: unknown) =>
  `Invalid value '${String(given).slice(0, 60)}' for 'antipassbackResetTime': expected a minute of the day from 0 to ${minutesOfDay}`

/**
 * The minute of the day at which anti-passback is reset: a number from 0 to 1440 or its digits; also `HH:MM`, as it is
 * answered. Read to minutes; an empty text clears it, as `null`.
 */
const ResetTime = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((given, context): number | null | undefined => {
    if (given === undefined) return undefined
    if (given === null || given === '') return null
    const [, hours, minutes] = /^(\d{1,2}):([0-5]\d)$/.exec(String(given)) ?? []
    const minute = hours === undefined ? Number(given) : Number(hours) * 60 + Number(minutes)
    if (Number.isInteger(minute) && minute >= 0 && minute <= minutesOfDay) return minute
    context.addIssue({ code: 'custom', message: wrongMinute(given) })
    return z.NEVER
  })
  .meta({ type: 'string', description: 'Minute of the day, 0 to 1440; empty clears it', example: '1399' })

const settings = {
  keypadUnlock: z.boolean().nullish(),
  immuneToAntipassback: z.boolean().nullish(),
  excludedFromLockdown: z.boolean().nullish(),
  antipassbackResetTime: ResetTime,
}

/** Body of Create Group and of Update Group; settings that are left out stay as they are. */
export const GroupInput = z.object({ name: GroupName, ...settings }).meta({ id: 'GroupInput' })
export type GroupInput = z.infer<typeof GroupInput>

/** People who share permissions. `antipassbackResetTime` is a minute of the day, from 0 to 1440. */
export const Group = z.object({
  id: GroupId,
  version: z.number(),
  name: z.string(),
  keypadUnlock: z.boolean(),
  immuneToAntipassback: z.boolean(),
  excludedFromLockdown: z.boolean(),
  antipassbackResetTime: z.number().optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Group = z.infer<typeof Group>

/** What a group may do: open one access point during one schedule. */
export const AccessPermission = z.object({
  groupId: GroupId,
  accessPointId: AccessPointId,
  panelId: PanelId,
  scheduleId: ScheduleId,
  privacyModeOverride: z.boolean().optional(),
})
export type AccessPermission = z.infer<typeof AccessPermission>

/** Body of Assign Permission to Group. */
export const AccessPermissionInput = z
  .object({ schedule: z.object({ id: ScheduleId }), privacyModeOverride: z.boolean().nullish() })
  .meta({ id: 'AccessPermissionInput' })
export type AccessPermissionInput = z.infer<typeof AccessPermissionInput>
