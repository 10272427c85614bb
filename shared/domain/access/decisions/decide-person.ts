import type { Instant } from '../../../lib/clock.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Credential } from '../../people/credentials/entity.ts'
import type { User } from '../../people/users/entity.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { decide } from './decide.ts'
import { type Decision, emptyMemory, type Presented } from './decision.ts'
import { type DoorDeps, doorRules, readDoor } from './door-sources.ts'
import { indexRules } from './index-rules.ts'
import { isLockedDown } from './posture.ts'

/**
 * Decides in the cloud what the panel would decide of one person with one credential at one door, by the same rules, compiled for
 * that person and door alone, and by the posture of the panel. A schedule that a group has to enable counts as not enabled, since
 * who enabled it is known at the panel only, and so is privacy: `overridesPrivacy` says whether the decision would be the same with it.
 * `isLockedDown` says whether the door was locked down by the posture.
 */
export const decidePerson = async (
  deps: DoorDeps,
  accountId: AccountId,
  point: AccessPoint,
  { user, credential }: { user: User; credential: Credential },
  presented: Presented,
  at: Instant,
): Promise<Decision & { isLockedDown: boolean; overridesPrivacy: boolean }> => {
  const [sources, posture] = await Promise.all([
    readDoor(deps, accountId, point, { users: [user] }),
    deps.postures.get(accountId, point.panelId),
  ])
  const content = doorRules(sources, [user], [credential])
  const rules = indexRules({ ...content, version: 0, compiledAt: at })
  const decision = decide(rules, presented, at, undefined, posture)
  const inPrivacy = decide(rules, presented, at, { ...emptyMemory, privacy: [point.id] }, posture)
  return {
    ...decision,
    isLockedDown: isLockedDown(posture, point),
    overridesPrivacy: inPrivacy.decision === decision.decision,
  }
}
