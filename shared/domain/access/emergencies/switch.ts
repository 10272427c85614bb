import type { AccountId, ScenarioId } from '../../../lib/ids.ts'
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
import { type EmergencyKind, type FanOut, fullScenario, maxFullScenarioDoors, maxScenarioDoors, type Scenario } from './entity.ts'
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
  const initiated = await untilFirst<Result<Begun, SwitchError>>(deps, 'emergency scenario', async () => {
    const found = await findScenario(deps, principal, which)
    if (!found.ok) return found
    const held = await heldBy(whole(deps), accountId, found.value)
    if (!held.ok) return held
    const now = deps.now()
    const next = activated(found.value, held.value, now)
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'emergency.initiated', scenarioAsObject(next))
    const fanOut = fanOutOf(next, 'initiate', next.active, now)
    return (await deps.emergencies.switch(accountId, found.value, next, event, fanOut)).ok
      ? ok({ scenario: next, fanOut })
      : raced
  })
  if (!initiated.ok) return initiated
  const { scenario } = initiated.value
  const doors = await doorsOf(whole(deps), accountId, scenario)
  return ok(await visibleOf(deps, accountId, await spread(whole(deps), accountId, initiated.value, doors)))
}

/** A change of a scenario that was stored. */
type Begun = { scenario: Scenario; fanOut?: FanOut }

/** Has the panels of these doors, and those that the scenario had reached before, follow what was stored. */
const spread = async (
  deps: Needed,
  accountId: AccountId,
  { scenario, fanOut }: Begun,
  doors: AccessPoint[],
): Promise<Switched> => {
  const panelIds = new Set([...(scenario.active?.panelIds ?? []), ...doors.map(({ panelId }) => panelId)])
  const behind = await spreadModes(deps, accountId, [...panelIds], fanOut)
  return { scenario, doors, behind: doors.filter(({ panelId }) => behind.has(panelId)) }
}

/** Panels that it had reached before stay in its list: they are written too when it is cleared. */
const activated = (
  scenario: Scenario,
  doors: readonly Pick<AccessPoint, 'id' | 'panelId'>[],
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
  const cleared = await untilFirst<Result<Begun, SwitchError>>(deps, 'emergency scenario', async () => {
    const found = await findScenario(deps, principal, which)
    if (!found.ok) return found
    const { active, ...scenario } = found.value
    if (!active) return ok({ scenario: found.value })
    const next = { ...scenario, version: scenario.version + 1 }
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'emergency.cleared', scenarioAsObject(next))
    const fanOut = fanOutOf(next, 'clear', active, stamp.now)
    const isStored = (await deps.emergencies.switch(accountId, found.value, next, event, fanOut)).ok
    return isStored ? ok({ scenario: found.value, fanOut }) : raced
  })
  if (!cleared.ok) return cleared
  const all = whole(deps)
  return ok(await spread(all, accountId, cleared.value, await doorsOf(all, accountId, cleared.value.scenario)))
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

/** What a scenario is to hold: the doors that it names, as far as they exist; nothing of a full one, which holds every door. */
const heldBy = async (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  scenario: Scenario,
): Promise<Result<AccessPoint[], TooManyDoors | ScenarioEmpty>> => {
  const { id, isFull, accessPointIds } = scenario
  const doorIds = isFull ? await idsOfAllDoors(deps, accountId) : accessPointIds
  const max = isFull ? maxFullScenarioDoors : maxScenarioDoors
  if (doorIds.length > max) return err({ kind: 'too_many_doors', count: doorIds.length, max })
  const doors = isFull ? [] : await doorsOf(deps, accountId, scenario)
  return (isFull ? doorIds : doors).length === 0 ? err({ kind: 'scenario_empty', scenarioId: id }) : ok(doors)
}

/** The doors of a scenario that exist, in the order of their ids: those that it was initiated with, while it is in force; of a full one all. */
const doorsOf = async (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  { isFull, accessPointIds, active }: Scenario,
): Promise<AccessPoint[]> => {
  const ids = isFull ? await idsOfAllDoors(deps, accountId) : (active?.accessPointIds ?? accessPointIds)
  return deps.accessPoints.getMany(
    accountId,
    ids.toSorted((one, other) => one - other),
  )
}
