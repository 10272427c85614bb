import { type AccessPointId, type AccountId, ScenarioId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { BeyondAssignment, ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { isWithinLimits } from '../../identity/principals/limits.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import { whole } from '../../whole.ts'
import { isAssigned, scenarioAsObject, withVisibleDoors } from './assigned.ts'
import { counterpartOf, storedOrFull } from './default.ts'
import type { CreateScenario, Scenario, ScenarioChanges } from './entity.ts'
import type { ScenarioDoorNotFound, ScenarioFixed, ScenarioNotFound } from './errors.ts'

type Needed = Pick<Deps, 'accessPoints' | 'emergencies' | 'now' | 'newId' | 'newUuid' | 'pause' | 'whole'>

const properties = ['name', 'isDefault', 'accessPointIds'] as const

type CreateScenarioError = ScenarioDoorNotFound | ScenarioFixed | BeyondAssignment | ChangedMeanwhile

/**
 * Adds a scenario (ours: the API document has no call that does). When it is the default, the one before it is not any more, unless
 * that one is in force. Nobody adds one who is limited to some scenarios: the new one would not be theirs.
 */
export const createScenario = async (
  deps: Needed,
  principal: Principal,
  input: CreateScenario,
): Promise<Result<Scenario, CreateScenarioError>> => {
  const { accountId } = principal
  if (!isWithinLimits(principal, { scenario: null })) return err({ kind: 'beyond_assignment' })
  return untilFirst<Result<Scenario, CreateScenarioError>>(deps, 'emergency scenario', async () => {
    const missing = await missingDoor(deps, accountId, input.accessPointIds)
    if (missing) return err(missing)
    const now = deps.now()
    const id = ScenarioId.parse(deps.newId())
    const scenario: Scenario = { ...input, id, version: 1, createdAt: now, updatedAt: now }
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'emergency_scenario.created', scenarioAsObject(scenario))
    const other = await counterpartOf(deps, principal, { now, uuid: deps.newUuid() }, undefined, scenario)
    if (!other.ok) return other
    const written = await deps.emergencies.put(
      accountId,
      undefined,
      scenario,
      [event, ...other.value.events],
      other.value.scenario,
    )
    return written.ok ? ok(scenario) : raced
  })
}

type UpdateScenarioError = ScenarioNotFound | ScenarioFixed | ScenarioDoorNotFound | BeyondAssignment | ChangedMeanwhile

/** Changes a scenario that is not in force. Doors of it that the caller cannot see stay in it. */
export const updateScenario = async (
  deps: Needed,
  principal: Principal,
  scenarioId: ScenarioId,
  changes: ScenarioChanges,
): Promise<Result<Scenario, UpdateScenarioError>> => {
  const { accountId } = principal
  const updated = await untilFirst<Result<Scenario, UpdateScenarioError>>(deps, 'emergency scenario', async () => {
    const scenario = await changeable(deps, principal, scenarioId)
    if (!scenario.ok) return scenario
    const missing = await missingDoor(deps, accountId, changes.accessPointIds ?? [])
    if (missing) return err(missing)
    const now = deps.now()
    const doors = await keptDoors(deps, scenario.value, changes, accountId)
    const next: Scenario = { ...scenario.value, ...changes, ...doors, version: scenario.value.version + 1, updatedAt: now }
    const changed = propertyChanges(scenario.value, next, properties)
    if (changed.length === 0) return ok(scenario.value)
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'emergency_scenario.updated', scenarioAsObject(next), changed)
    const other = await counterpartOf(deps, principal, { now, uuid: deps.newUuid() }, scenario.value, next)
    if (!other.ok) return other
    const written = await deps.emergencies.put(
      accountId,
      scenario.value,
      next,
      [event, ...other.value.events],
      other.value.scenario,
    )
    return written.ok ? ok(next) : raced
  })
  if (!updated.ok) return updated
  const [shown = updated.value] = await withVisibleDoors(deps, accountId, [updated.value])
  return ok(shown)
}

type RemoveScenarioError = ScenarioNotFound | ScenarioFixed | BeyondAssignment | ChangedMeanwhile

/** Deletes a scenario that is not in force. */
export const removeScenario = async (
  deps: Needed,
  principal: Principal,
  scenarioId: ScenarioId,
): Promise<Result<void, RemoveScenarioError>> => {
  const { accountId } = principal
  return untilFirst<Result<void, RemoveScenarioError>>(deps, 'emergency scenario', async () => {
    const scenario = await changeable(deps, principal, scenarioId)
    if (!scenario.ok) return scenario
    const now = deps.now()
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'emergency_scenario.deleted', scenarioAsObject(scenario.value))
    const other = await counterpartOf(deps, principal, { now, uuid: deps.newUuid() }, scenario.value, undefined)
    if (!other.ok) return other
    const written = await deps.emergencies.remove(accountId, scenario.value, [event, ...other.value.events], other.value.scenario)
    return written.ok ? ok(undefined) : raced
  })
}

/** Takes a door that is deleted out of the scenarios. False when others kept changing one. */
export const leaveScenarios = async (
  deps: Pick<Deps, 'emergencies' | 'now' | 'pause'>,
  accountId: AccountId,
  accessPointId: AccessPointId,
): Promise<boolean> => {
  const left = await untilFirst(deps, 'emergency scenario', async () => {
    // one that has come into force meanwhile keeps holding it until its panel has the rules without it
    const having = (await deps.emergencies.all(accountId)).filter(
      (one) => !one.active && one.accessPointIds.includes(accessPointId),
    )
    const written = await Promise.all(
      having.map((scenario) =>
        deps.emergencies.put(
          accountId,
          scenario,
          {
            ...scenario,
            accessPointIds: scenario.accessPointIds.filter((id) => id !== accessPointId),
            version: scenario.version + 1,
            updatedAt: deps.now(),
          },
          undefined,
        ),
      ),
    )
    return written.every(({ ok: isDone }) => isDone) ? ok(undefined) : raced
  })
  return left.ok
}

const changeable = async (
  deps: Pick<Deps, 'emergencies'>,
  principal: Principal,
  scenarioId: ScenarioId,
): Promise<Result<Scenario, ScenarioNotFound | ScenarioFixed>> => {
  const found = await storedOrFull(deps, principal.accountId, scenarioId)
  const scenario = found && isAssigned(principal, found) ? found : undefined
  if (scenario?.isFull) return err({ kind: 'scenario_fixed', scenarioId, why: 'full' })
  if (!scenario) return err({ kind: 'scenario_not_found', scenarioId, emergency: undefined })
  return scenario.active ? err({ kind: 'scenario_fixed', scenarioId, why: 'active' }) : ok(scenario)
}

/**
 * The doors that a scenario is to have: those that the change names, and those it has already that the caller cannot see, and so
 * could not name.
 */
const keptDoors = async (
  deps: Needed,
  { accessPointIds }: Scenario,
  changes: ScenarioChanges,
  accountId: AccountId,
): Promise<Pick<ScenarioChanges, 'accessPointIds'>> => {
  if (!deps.whole || !changes.accessPointIds) return {}
  const before = await whole(deps).accessPoints.getMany(accountId, [...accessPointIds])
  const visible = new Set((await deps.accessPoints.getMany(accountId, [...accessPointIds])).map(({ id }) => id))
  return { accessPointIds: [...changes.accessPointIds, ...before.map(({ id }) => id).filter((id) => !visible.has(id))] }
}

const missingDoor = async (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  ids: readonly AccessPointId[],
): Promise<ScenarioDoorNotFound | undefined> => {
  const found = new Set((await deps.accessPoints.getMany(accountId, [...ids])).map(({ id }) => id))
  const accessPointId = ids.find((id) => !found.has(id))
  return accessPointId === undefined ? undefined : { kind: 'scenario_door_not_found', accessPointId }
}
