import { z } from 'zod'
import { CompanyId, GroupId } from '../../../lib/ids.ts'

/** How deep a tree of groups may be: a longer chain of parents is cut here, so that a circle ends. */
export const maxGroupDepth = 8

/**
 * People who share access rules. `antipassbackResetTime` is a minute of the day, from 0 to 1440. What the rules of `parentId` allow,
 * they allow to this group too. Without a `companyId` it belongs to the first company of the account; that never changes.
 */
export const Group = z.object({
  id: GroupId,
  version: z.number(),
  name: z.string(),
  keypadUnlock: z.boolean(),
  immuneToAntipassback: z.boolean(),
  excludedFromLockdown: z.boolean(),
  antipassbackResetTime: z.number().optional(),
  parentId: GroupId.optional(),
  companyId: CompanyId.optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type Group = z.infer<typeof Group>

/** What a group is made of; settings that are left out stay as they are, and `null` clears the reset time. */
export type GroupSettings = Pick<Group, 'name'> &
  Partial<Pick<Group, 'keypadUnlock' | 'immuneToAntipassback' | 'excludedFromLockdown'>> & {
    antipassbackResetTime?: number | null
  }
