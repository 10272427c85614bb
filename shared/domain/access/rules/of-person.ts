import type { AccessPointId, AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import type { User } from '../../people/users/entity.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import type { Schedule } from '../schedules/entity.ts'
import { expandRules, lineageOf, type RuleAtDoor } from './expand.ts'

/** A door that rules open, and during which schedules; `isAlways` when a rule without a schedule opens it. */
export type OpenedDoor = { accessPoint: AccessPoint; schedules: readonly Schedule[]; isAlways: boolean }

/**
 * The rules by which a person may pass: their own, those of their groups and of the parents of those, at each door that they cover, in
 * order of the doors. For somebody who is limited the groups are all of the person's, and the doors those that are assigned.
 */
export const rulesOfPerson = async (
  deps: Pick<Deps, 'accessPoints' | 'doorSets' | 'groups' | 'rules' | 'whole'>,
  accountId: AccountId,
  user: Pick<User, 'id' | 'groupIds'>,
): Promise<RuleAtDoor[]> => {
  const { groups } = deps.whole ?? deps
  const own = await groups.getMany(accountId, user.groupIds)
  const lineages = (await Promise.all(own.map((group) => lineageOf({ groups }, accountId, group)))).flat()
  const subjects = [...new Map(lineages.map((subject) => [subject.groupId, subject])).values()]
  const rules = await Promise.all(
    [...subjects, { kind: 'user' as const, userId: user.id }].map((subject) => deps.rules.ofSubject(accountId, subject)),
  )
  return expandRules(deps, accountId, rules.flat())
}

/** The doors that rules cover, each once, in order. */
export const doorIdsOf = (atDoors: readonly RuleAtDoor[]): AccessPointId[] => [
  ...new Set(atDoors.map(({ accessPointId }) => accessPointId)),
]

/** These of the doors that rules cover, with their schedules. One that is gone is left out. */
export const openedDoors = async (
  deps: Pick<Deps, 'accessPoints' | 'schedules'>,
  accountId: AccountId,
  atDoors: readonly RuleAtDoor[],
  ids: readonly AccessPointId[],
): Promise<OpenedDoor[]> => {
  const wanted = new Set(ids)
  const here = atDoors.filter(({ accessPointId }) => wanted.has(accessPointId))
  const [points, schedules] = await Promise.all([
    deps.accessPoints.getMany(accountId, [...ids]),
    deps.schedules.getMany(accountId, [...new Set(here.flatMap(({ rule }) => rule.scheduleId ?? []))]),
  ])
  return points.map((accessPoint) => {
    const by = here.filter(({ accessPointId }) => accessPointId === accessPoint.id).map(({ rule }) => rule.scheduleId)
    return { accessPoint, schedules: schedules.filter(({ id }) => by.includes(id)), isAlways: by.includes(undefined) }
  })
}
