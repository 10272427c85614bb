import { z } from 'zod'
import { GroupId } from '../../../lib/ids.ts'

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
