import { type AccessPointId, type AccountId, ScenarioId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { raced } from '../../../lib/retry.ts'
import { untilFirst } from '../../change.ts'
import type { ChangedMeanwhile } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges } from '../../record/events/audit.ts'
import type { CreateScenario, Scenario, ScenarioChanges } from './entity.ts'
import type { ScenarioDoorNotFound, ScenarioFixed, ScenarioNotFound } from './errors.ts'
import { scenarioAsObject } from './switch.ts'

type Needed = Pick<Deps, 'accessPoints' | 'emergencies' | 'now' | 'newId' | 'newUuid' | 'pause'>

const properties = ['name', 'isDefault', 'accessPointIds'] as const

/** Adds a scenario (ours: the API document has no call that does). When it is the default, the one before it is not any more. */
export const createScenario = async (
  deps: Needed,
  principal: Principal,
  input: CreateScenario,
): Promise<Result<Scenario, ScenarioDoorNotFound | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'emergency scenario', async () => {
    const missing = await missingDoor(deps, accountId, input.accessPointIds)
    if (missing) return err(missing)
    const now = deps.now()
    const id = ScenarioId.parse(deps.newId())
    const scenario: Scenario = { ...input, id, version: 1, createdAt: now, updatedAt: now }
    const event = auditEvent({ now, uuid: deps.newUuid() }, principal, 'emergency_scenario.created', scenarioAsObject(scenario))
    const former = await formerDefault(deps, accountId, scenario)
    return (await deps.emergencies.put(accountId, undefined, scenario, event, former)).ok ? ok(scenario) : raced
  })
}

/** Changes a scenario that is not in force. */
export const updateScenario = async (
  deps: Needed,
  principal: Principal,
  scenarioId: ScenarioId,
  changes: ScenarioChanges,
): Promise<Result<Scenario, ScenarioNotFound | ScenarioFixed | ScenarioDoorNotFound | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'emergency scenario', async () => {
    const scenario = await changeable(deps, accountId, scenarioId)
    if (!scenario.ok) return scenario
    const missing = await missingDoor(deps, accountId, changes.accessPointIds ?? [])
    if (missing) return err(missing)
    const now = deps.now()
    const next: Scenario = { ...scenario.value, ...changes, version: scenario.value.version + 1, updatedAt: now }
    const changed = propertyChanges(scenario.value, next, properties)
    if (changed.length === 0) return ok(scenario.value)
    const stamp = { now, uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'emergency_scenario.updated', scenarioAsObject(next), changed)
    const former = await formerDefault(deps, accountId, next)
    return (await deps.emergencies.put(accountId, scenario.value, next, event, former)).ok ? ok(next) : raced
  })
}

/** Deletes a scenario that is not in force. */
export const removeScenario = async (
  deps: Needed,
  principal: Principal,
  scenarioId: ScenarioId,
): Promise<Result<void, ScenarioNotFound | ScenarioFixed | ChangedMeanwhile>> => {
  const { accountId } = principal
  return untilFirst(deps, 'emergency scenario', async () => {
    const scenario = await changeable(deps, accountId, scenarioId)
    if (!scenario.ok) return scenario
    const stamp = { now: deps.now(), uuid: deps.newUuid() }
    const event = auditEvent(stamp, principal, 'emergency_scenario.deleted', scenarioAsObject(scenario.value))
    return (await deps.emergencies.remove(accountId, scenario.value, event)).ok ? ok(undefined) : raced
  })
}

/** Takes a door that is deleted out of the scenarios. False when others kept changing one. */
export const leaveScenarios = async (
  deps: Pick<Deps, 'emergencies' | 'now' | 'pause'>,
  accountId: AccountId,
  accessPointId: AccessPointId,
): Promise<boolean> => {
  const left = await untilFirst(deps, 'emergency scenario', async () => {
    const having = (await deps.emergencies.all(accountId)).filter((one) => one.accessPointIds.includes(accessPointId))
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
  accountId: AccountId,
  scenarioId: ScenarioId,
): Promise<Result<Scenario, ScenarioNotFound | ScenarioFixed>> => {
  const scenario = await deps.emergencies.get(accountId, scenarioId)
  if (scenario?.isFull) return err({ kind: 'scenario_fixed', scenarioId, why: 'full' })
  if (!scenario) return err({ kind: 'scenario_not_found', scenarioId, emergency: undefined })
  return scenario.active ? err({ kind: 'scenario_fixed', scenarioId, why: 'active' }) : ok(scenario)
}

/** The scenario that is the default of its kind, when `next` is to be it. */
const formerDefault = async (
  deps: Pick<Deps, 'emergencies'>,
  accountId: AccountId,
  next: Scenario,
): Promise<Scenario | undefined> =>
  next.isDefault
    ? (await deps.emergencies.all(accountId)).find((one) => one.isDefault && one.kind === next.kind && one.id !== next.id)
    : undefined

const missingDoor = async (
  deps: Pick<Deps, 'accessPoints'>,
  accountId: AccountId,
  ids: readonly AccessPointId[],
): Promise<ScenarioDoorNotFound | undefined> => {
  const found = new Set((await deps.accessPoints.getMany(accountId, [...ids])).map(({ id }) => id))
  const accessPointId = ids.find((id) => !found.has(id))
  return accessPointId === undefined ? undefined : { kind: 'scenario_door_not_found', accessPointId }
}
