import { z } from 'zod'
import { AccessPointId, GroupId, PanelId, ScheduleId } from '../../../lib/ids.ts'

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

/** What a group is made of; settings that are left out stay as they are, and `null` clears the reset time. */
export type GroupSettings = Pick<Group, 'name'> &
  Partial<Pick<Group, 'keypadUnlock' | 'immuneToAntipassback' | 'excludedFromLockdown'>> & {
    antipassbackResetTime?: number | null
  }

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
