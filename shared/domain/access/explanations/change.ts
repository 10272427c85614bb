import { afterChange, definedOf } from '../../../lib/defined.ts'
import { AccessRuleId, type AccountId, type GroupId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { DoorSources } from '../decisions/door-sources.ts'
import type { AccessRule } from '../rules/entity.ts'
import { isOwnPair } from '../rules/expand.ts'
import type { Schedule } from '../schedules/entity.ts'
import type { Candidates } from './candidates.ts'
import type { ProposedChange } from './entity.ts'

/** Whether a change names only what the caller has; gives the schedule that it names, with the group that enables it, whoever sees that. */
export const checkChange = async (
  deps: Pick<Deps, 'groups' | 'schedules' | 'whole'>,
  accountId: AccountId,
  { userGroups, permission }: ProposedChange,
): Promise<Result<Schedule | undefined, NotFound<'group' | 'schedule'>>> => {
  const scheduleId = permission?.scheduleId ?? undefined
  const groupIds = [...joinedBy({ userGroups }), ...(userGroups?.remove ?? []), ...(permission ? [permission.groupId] : [])]
  const [groups, schedule] = await Promise.all([
    deps.groups.getMany(accountId, [...new Set(groupIds)]),
    scheduleId === undefined ? undefined : deps.schedules.get(accountId, scheduleId),
  ])
  const missing = groupIds.find((id) => !groups.some((group) => group.id === id))
  if (missing !== undefined) return err({ kind: 'not_found', what: 'group', id: missing })
  if (scheduleId !== undefined && !schedule) return err({ kind: 'not_found', what: 'schedule', id: scheduleId })
  return ok(deps.whole && schedule ? await deps.whole.schedules.get(accountId, schedule.id) : schedule)
}

/** The groups whose rules a change makes those of the person. */
export const joinedBy = ({ userGroups }: Pick<ProposedChange, 'userGroups'>): readonly GroupId[] => userGroups?.add ?? []

/** The people and their credentials as they would be. */
export const changedPeople = (
  { users, credentials, ways }: Candidates,
  { userGroups, userSuspended, credentialDates }: ProposedChange,
): Candidates => ({
  ways,
  users: users.map((user) => ({
    ...user,
    groupIds: [...user.groupIds.filter((id) => !userGroups?.remove.includes(id)), ...joinedBy({ userGroups })],
    suspended: userSuspended ?? user.suspended,
  })),
  credentials: credentialDates
    ? credentials.map(({ effectiveFrom, effectiveTo, ...credential }) => ({
        ...credential,
        ...definedOf({
          effectiveFrom: afterChange(effectiveFrom, credentialDates.effectiveFrom),
          effectiveTo: afterChange(effectiveTo, credentialDates.effectiveTo),
        }),
      }))
    : credentials,
})

/** The rules as they would be: the group's own permission at the door is put in place of what it was, or taken away. */
export const changedSources = (
  sources: DoorSources,
  { permission }: ProposedChange,
  schedule: Schedule | undefined,
): DoorSources => {
  if (!permission) return sources
  const { groupId } = permission
  const isReplaced = (rule: AccessRule) =>
    rule.target.kind === 'door' && rule.target.accessPointId === sources.point.id && isOwnPair(rule, groupId)
  const before = sources.rules.find(isReplaced)
  const rest = sources.rules.filter((rule) => !isReplaced(rule))
  if (!schedule) return { ...sources, rules: rest }
  const rule: AccessRule = {
    // No rule that is stored has this id.
    id: AccessRuleId.parse(Number.MAX_SAFE_INTEGER),
    version: 1,
    subject: { kind: 'group', groupId },
    target: { kind: 'door', accessPointId: sources.point.id },
    scheduleId: schedule.id,
    ...definedOf({ privacyModeOverride: before?.privacyModeOverride }),
    isPair: true,
    panelId: sources.point.panelId,
    createdAt: 0,
    updatedAt: 0,
  }
  const schedules = [...sources.schedules.filter(({ id }) => id !== schedule.id), schedule]
  return { ...sources, rules: [...rest, rule], schedules }
}
