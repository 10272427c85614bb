import { definedOf } from '../../../lib/defined.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { NotFound, NotPermitted } from '../../common-errors.ts'
import type { Deps, StoreName } from '../../deps.ts'
import { newestOf } from '../../devices/rules-log/newest.ts'
import { may } from '../../identity/principals/may.ts'
import type { Permission } from '../../identity/principals/permission.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { type DoorDeps, readPanelOfDoor } from '../decisions/door-sources.ts'
import { type Candidates, candidatesOf } from './candidates.ts'
import { changedPeople, changedSources, checkChange, joinedBy } from './change.ts'
import type { Explanation, Question } from './entity.ts'
import { inWords } from './in-words.ts'
import { decideCandidates } from './verdict.ts'

export type ExplainDeps = DoorDeps & Pick<Deps, 'credentials' | 'presences' | 'rulesLog' | 'users' | 'whole'>
/** The stores that an explanation reads. */
export type ExplainStores = Extract<keyof ExplainDeps, StoreName>
export type ExplainError = NotFound<'access point' | 'user' | 'credential' | 'group' | 'schedule'> | NotPermitted

/**
 * What the panel of a door would decide, and why: by the function that panels decide by, over the rules that the cloud has now. With a
 * proposed change, also what it would decide then. Nothing is stored. For somebody who is limited, who is hidden is not there; the
 * verdict on whom they see is that of all the rules, and what of these is hidden has no name.
 */
export const explainDecision = async (
  deps: ExplainDeps,
  principal: Principal,
  question: Question,
): Promise<Result<Explanation, ExplainError>> => {
  const { accountId } = principal
  const missing = neededFor(question).find((permission) => !may(principal, permission))
  if (missing !== undefined) return err({ kind: 'not_permitted', permission: missing })
  const { change = {} } = question
  const [point, candidates, schedule] = await Promise.all([
    deps.accessPoints.get(accountId, question.accessPointId),
    candidatesOf(deps, accountId, question.who),
    checkChange(deps, accountId, change),
  ])
  if (!point) return err({ kind: 'not_found', what: 'access point', id: question.accessPointId })
  if (!candidates.ok) return candidates
  if (!schedule.ok) return schedule
  const whole = { ...deps, ...deps.whole }
  const [sources, posture, presence, withNewest] = await Promise.all([
    readPanelOfDoor(whole, accountId, point, { users: candidates.value.users, groupIds: joinedBy(change) }),
    deps.postures.get(accountId, point.panelId),
    deps.presences.get(accountId, point.panelId),
    newestOf(deps, accountId, [point.panelId]),
  ])
  const decideOf = (people: Candidates, of = sources) => decideCandidates({ sources: of, posture, question }, people)
  const now = decideOf(candidates.value)
  const changed =
    question.change && decideOf(changedPeople(candidates.value, change), changedSources(sources, change, schedule.value))
  const [verdict, after] = await inWords(deps, principal, question, candidates.value, changed ? [now, changed] : [now])
  if (!verdict) throw new Error('A decision has no words')
  return ok({
    accessPoint: point,
    at: question.at,
    side: question.side ?? 1,
    verdict,
    ...definedOf({ after }),
    presence: presence && withNewest(presence),
  })
}

/** What the caller must be allowed to do besides seeing doors: to see people, and credentials where one is named. */
const neededFor = ({ who, change }: Question): Permission[] => {
  const namesCredential =
    who.by === 'credential' ||
    (who.by === 'value' && who.what.encodedCredential !== undefined) ||
    change?.credentialDates !== undefined
  return ['access-points:view', 'users:view', ...(namesCredential ? (['credentials:view'] as const) : [])]
}
