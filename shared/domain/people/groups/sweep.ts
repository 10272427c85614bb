import type { Instant } from '../../../lib/clock.ts'
import type { AccountId, GroupId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'

/** Members let go between two looks at the clock. */
const membersAtOnce = 200
const groupsAtOnce = 25

type Needed = Pick<Deps, 'groups' | 'now'>

/**
 * Lets the members of a deleted group go, until there are none or the clock says `until`: they have had no access by it since
 * it was deleted. Safe to repeat and to cut short anywhere.
 */
export const sweepGroup = async (deps: Needed, accountId: AccountId, groupId: GroupId, until: Instant): Promise<void> => {
  while (await deps.groups.sweep(accountId, groupId, membersAtOnce)) if (deps.now() >= until) return
}

/** Goes on with the deleted groups of every account that still have members, until the clock says `until`. */
export const sweepDeletedGroups = async (deps: Needed, until: Instant): Promise<void> => {
  for (const { accountId, groupId } of await deps.groups.sweeps(groupsAtOnce)) {
    await sweepGroup(deps, accountId, groupId, until)
    if (deps.now() >= until) return
  }
}
