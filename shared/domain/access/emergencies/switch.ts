import type { AccessPointId, AccountId, ScenarioId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { auditEvent } from '../../record/events/audit.ts'
import { whole } from '../../whole.ts'
import { isAssigned, scenarioAsObject } from './assigned.ts'
import { findDefault, storedOrFull } from './default.ts'
import { type EmergencyKind, fullScenario, maxScenarioDoors, type Scenario } from './entity.ts'
import type { ScenarioEmpty, ScenarioNotFound, TooManyDoors } from './errors.ts'
import { fanOutOf } from './fan-out.ts'
import { idsOfAllDoors } from './list.ts'
import { spreadModes } from './spread.ts'

/** Which scenario is meant: one by its id, or the default of its kind. */
export type Which = { kind: EmergencyKind; id: ScenarioId | 'default' }

/** What came of it: the doors of the scenario, and those whose panel does not follow yet. */
export type Switched = { scenario: Scenario; doors: readonly AccessPoint[]; behind: readonly AccessPoint[] }

export type SwitchError = ScenarioNotFound | TooManyDoors | ScenarioEmpty | ChangedMeanwhile

type Needed = Pick<
  Deps,
  'accessPoints' | 'emergencies' | 'panels' | 'postureWork' | 'postures' | 'presences' | 'now' | 'newUuid' | 'pause' | 'whole'
>

/**
 * Puts a scenario in force (API document, Initiate Emergency scenarios). It is desired state: a panel that is out of contact follows
 * as soon as it is heard. Initiated again it is the latest again, and so wins over others that hold the same doors. It concerns all
 * doors of the scenario, also those that the caller may not see; what is answered names those they may.
 */
export const initiateScenario = async (
  deps: Needed,
  principal: Principal,
  which: Which,
): Promise<Result<Switched, SwitchError>> => {
  const { accountId } = principal
  const initiated = await untilFirst<Result<{ scenario: Scenario; doors: AccessPoint[] }, SwitchError>>(
    deps,
    'emergency scenario',
    async () => {
      const found = await findScenario(deps, principal, which)
      if (!found.ok) return found
      const doors = await doorsOf(whole(deps), accountId, found.value)
      if (!doors.ok) return doors
      const now = deps.now()
      const next = activated(found.value, doors.value, now)
      const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'emergency.initiated', scenarioAsObject(next))
      const fanOut = fanOutOf(next, 'initiate', next.active, now)
      return (await deps.emergencies.switch(accountId, found.value, next, event, fanOut)).ok
        ? ok({ scenario: next, doors: doors.value })
        : raced
    },
  )
  if (!initiated.ok) return initiated
  const { scenario, doors } = initiated.value
  const behind = await spreadModes(whole(deps), accountId, scenario.active?.panelIds ?? [])
  return ok(await visibleOf(deps, accountId, { scenario, doors, behind: doors.filter(({ panelId }) => behind.has(panelId)) }))
}

/** Panels that it had reached before stay in its list: they are written too when it is cleared. */
const activated = (
  scenario: Scenario,
  doors: readonly AccessPoint[],
  now: number,
): Scenario & { active: NonNullable<Scenario['active']> } => ({
  ...scenario,
  version: scenario.version + 1,
  active: {
    issuedAt: now,
    accessPointIds: doors.map(({ id }) => id),
    panelIds: [...new Set([...(scenario.active?.panelIds ?? []), ...doors.map(({ panelId }) => panelId)])],
  },
})

/**
 * Ends a scenario (API document, Clear Emergency scenarios): its doors go back to normal, or to what another scenario in force says of
 * them. To clear one that is not in force stores nothing, and writes the panels that an earlier call did not reach.
 */
export const clearScenario = async (deps: Needed, principal: Principal, which: Which): Promise<Result<Switched, SwitchError>> => {
  const cleared = await clear(deps, principal, which)
  return cleared.ok ? ok(await visibleOf(deps, principal.accountId, cleared.value)) : cleared
}

const clear = async (deps: Needed, principal: Principal, which: Which): Promise<Result<Switched, SwitchError>> => {
  const { accountId } = principal
  const cleared = await untilFirst<Result<Scenario, SwitchError>>(deps, 'emergency scenario', async () => {
    const found = await findScenario(deps, principal, which)
    if (!found.ok) return found
    const { active, ...scenario } = found.value
    if (!active) return found
    const next = { ...scenario, version: scenario.version + 1 }
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'emergency.cleared', scenarioAsObject(next))
    const fanOut = fanOutOf(next, 'clear', active, stamp.now)
    return (await deps.emergencies.switch(accountId, found.value, next, event, fanOut)).ok ? found : raced
  })
  if (!cleared.ok) return cleared
  const { active } = cleared.value
  const all = whole(deps)
  const doors = await all.accessPoints.getMany(accountId, await doorIdsToClear(all, accountId, cleared.value))
  const panelIds = new Set([...(active?.panelIds ?? []), ...doors.map(({ panelId }) => panelId)])
  const behind = await spreadModes(all, accountId, [...panelIds])
  return ok({ scenario: cleared.value, doors, behind: doors.filter(({ panelId }) => behind.has(panelId)) })
}

/** The doors that are released: of a full scenario those of the account, unless they are more than can be waited for. */
const doorIdsToClear = async (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  scenario: Scenario,
): Promise<AccessPointId[]> => {
  const held = scenario.active?.accessPointIds ?? scenario.accessPointIds
  const ids = scenario.isFull ? await idsOfAllDoors(deps, accountId) : held
  return ids.length > maxScenarioDoors ? held : ids
}

/** Ends every scenario in force that is assigned to the caller; gives those that could not be cleared, and those whose doors have all stayed behind. */
export const clearAllScenarios = async (deps: Needed, principal: Principal): Promise<Scenario[]> => {
  const active = (await deps.emergencies.active(principal.accountId)).filter((scenario) => isAssigned(principal, scenario))
  const cleared = await Promise.all(
    active.map(async (scenario) => {
      const result = await clear(deps, principal, { kind: scenario.kind, id: scenario.id })
      return result.ok && !didAllFail(result.value) ? [] : [scenario]
    }),
  )
  return cleared.flat()
}

/** Whether no door of the scenario follows yet. */
export const didAllFail = ({ doors, behind }: Switched): boolean => doors.length > 0 && behind.length === doors.length

const findScenario = async (
  deps: Pick<Deps, 'emergencies'>,
  principal: Principal,
  { kind, id }: Which,
): Promise<Result<Scenario, ScenarioNotFound>> => {
  const { accountId } = principal
  const found = id === 'default' ? await findDefault(deps, accountId, kind) : await storedOrFull(deps, accountId, id)
  if (found?.kind === kind && isAssigned(principal, found)) return ok(found)
  return err({ kind: 'scenario_not_found', scenarioId: id === 'default' ? fullScenario(kind).id : id, emergency: kind })
}

/** What of it the caller may see. */
const visibleOf = async (
  deps: Pick<Deps, 'accessPoints' | 'whole'>,
  accountId: AccountId,
  { scenario, doors, behind }: Switched,
): Promise<Switched> => {
  if (!deps.whole) return { scenario, doors, behind }
  const visible = new Set(
    (
      await deps.accessPoints.getMany(
        accountId,
        doors.map(({ id }) => id),
      )
    ).map(({ id }) => id),
  )
  const shown = (list: readonly AccessPoint[]) => list.filter(({ id }) => visible.has(id))
  return { scenario, doors: shown(doors), behind: shown(behind) }
}

/** The doors of a scenario that exist; of a full one all of the account's. */
const doorsOf = async (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  { id, isFull, accessPointIds }: Scenario,
): Promise<Result<AccessPoint[], TooManyDoors | ScenarioEmpty>> => {
  const ids = isFull ? await idsOfAllDoors(deps, accountId) : accessPointIds
  if (ids.length > maxScenarioDoors) return err({ kind: 'too_many_doors', count: ids.length, max: maxScenarioDoors })
  const doors = await deps.accessPoints.getMany(
    accountId,
    ids.toSorted((one, other) => one - other),
  )
  return doors.length === 0 ? err({ kind: 'scenario_empty', scenarioId: id }) : ok(doors)
}
