import { definedOf } from '../../../lib/defined.ts'
import type { AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { may } from '../../identity/principals/may.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { abilitiesOf } from '../../places/access-points/types.ts'
import type { NamedThing, Rule } from '../decisions/decision.ts'
import type { DoorSources } from '../decisions/door-sources.ts'
import { detailText } from '../decisions/trace.ts'
import type { Candidates } from './candidates.ts'
import type { ExplainedStep, Question, Verdict } from './entity.ts'
import { type Decided, namedIn, presentedAs } from './verdict.ts'

type Needed = Pick<Deps, 'accessPoints' | 'groups' | 'schedules' | 'whole'>

/** The names of things by their kind, without those that are hidden from the caller. */
type Names = { [What in NamedThing['what']]: ReadonlyMap<number, string> }

/** Verdicts as the caller is told them: the names of what they see, and no credential where they may not see credentials. */
export const inWords = async (
  deps: Needed,
  principal: Principal,
  question: Question,
  { users, credentials }: Candidates,
  all: readonly Decided[],
): Promise<Verdict[]> => {
  const names = await namesFor(deps, principal.accountId, users, all)
  const seesCredentials = may(principal, 'credentials:view')
  const { who } = question
  return all.map(({ what, decision, eventType, sources }) => {
    const { userId, credentialId, scheduleId, floors } = decision
    const asked = who.by === 'credential' ? who.credentialId : undefined
    const schedule = scheduleId === undefined ? undefined : names.schedule.get(scheduleId)
    return {
      decision: decision.decision,
      reason: decision.reason,
      eventType,
      presentedAs: presentedAs(what),
      ...definedOf({
        user: users.find(({ id }) => id === userId) ?? (who.by === 'value' ? undefined : users[0]),
        credential: seesCredentials ? credentials.find(({ id }) => id === (credentialId ?? asked)) : undefined,
        schedule: scheduleId !== undefined && schedule !== undefined ? { id: scheduleId, name: schedule } : undefined,
        floors: floors?.flatMap((id) => {
          const name = names.floor.get(id)
          return name === undefined ? [] : { id, name }
        }),
        onlyFloors: decision.onlyFloors,
      }),
      trace: decision.trace.map(({ rule, passed, detail }): ExplainedStep => {
        const show = (thing: NamedThing) => showing(thing, names, seesCredentials)
        return { rule, passed, ...(detail ? { detail: detailText(detail, show) } : {}) }
      }),
      assumptions: assumptionsOf(question, sources, decision, names),
    }
  })
}

/** The words for what has no name for the caller. */
const hidden: Readonly<Record<NamedThing['what'], string>> = {
  'access point': 'an access point',
  area: 'an area',
  credential: 'a credential',
  floor: 'a floor',
  group: 'a group that is not assigned to you',
  schedule: 'a schedule that you do not see',
  user: 'a user',
}

const showing = ({ what, id }: NamedThing, names: Names, seesCredentials: boolean): string => {
  if (what === 'credential') return seesCredentials ? `credential ${id}` : hidden.credential
  const name = names[what].get(id)
  return name === undefined ? hidden[what] : `${what} '${name}' (${id})`
}

const namesFor = async (
  { accessPoints, groups, schedules, whole }: Needed,
  accountId: AccountId,
  users: Candidates['users'],
  all: readonly Decided[],
): Promise<Names> => {
  const scheduleIds = all.flatMap(({ decision }) => decision.scheduleId ?? [])
  const floorIds = all.flatMap(({ decision }) => decision.floors ?? [])
  // What was decided by is all of the account, so somebody who is limited is shown the names that their own stores have.
  const [visibleGroups, visibleFloors, visibleSchedules] = whole
    ? await Promise.all([
        groups.getMany(accountId, namedIn(all, 'group')),
        accessPoints.getMany(accountId, [...new Set([...floorIds, ...namedIn(all, 'floor'), ...namedIn(all, 'access point')])]),
        schedules.getMany(accountId, [...new Set([...scheduleIds, ...namedIn(all, 'schedule')])]),
      ])
    : [
        all.flatMap(({ sources }) => sources.groups),
        all.flatMap(({ sources }) => sources.doors),
        all.flatMap(({ sources }) => sources.schedules),
      ]
  const points = all.map(({ sources }) => sources.point)
  return {
    'access point': new Map([...visibleFloors, ...points].map(({ id, name }) => [id, name])),
    area: new Map(),
    credential: new Map(),
    floor: new Map(visibleFloors.map(({ id, name }) => [id, name])),
    group: new Map(visibleGroups.map(({ id, name }) => [id, name])),
    schedule: new Map(visibleSchedules.map(({ id, name }) => [id, name])),
    user: new Map(users.map(({ id, firstName, lastName }) => [id, `${firstName} ${lastName}`])),
  }
}

/** What was taken for granted that only the panel knows, where it made a difference. */
const assumptionsOf = (
  { assumed }: Question,
  { point, schedules }: DoorSources,
  { trace }: Decided['decision'],
  names: Names,
): string[] => {
  const last = trace.at(-1)
  const closed = last?.rule === 'schedule_open' && !last.passed ? (last.detail ?? []) : []
  const unknown = schedules
    .filter(({ id, enablingGroupId }) => enablingGroupId !== undefined && !assumed.enabledScheduleIds.includes(id))
    .filter(({ id }) => closed.some((part) => typeof part === 'object' && part.what === 'schedule' && part.id === id))
    .sort((one, other) => one.id - other.id)
  const reached = trace.some(({ rule }) => rule === 'schedule_open')
  const asked = (rule: Rule) => trace.some((step) => step.rule === rule)
  return [
    ...unknown.map(
      ({ id }) =>
        `Nobody has enabled ${showing({ what: 'schedule', id }, names, true)}: whether somebody has is known to the panel only`,
    ),
    ...(reached && abilitiesOf(point.type).privacy && !assumed.privacyMode
      ? ['Nobody inside has set the lock to privacy: whether somebody has is known to the panel only']
      : []),
    ...(point.failedAttempts
      ? ['The reader is not blocked after failed attempts: how many there were is known to the panel only']
      : []),
    ...(asked('interlock_free') ? ['All other doors are shut and locked: how they stand is known to the panel only'] : []),
    ...(asked('escort') || asked('second_person')
      ? ['Nobody else is at the reader: who was there before is known to the panel only']
      : []),
    ...(asked('anti_passback') || asked('occupancy') ? ['Nobody is in the areas: who is inside is known to the panel only'] : []),
  ]
}
