import type { AccountId, ScenarioId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { BeyondAssignment } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import { auditEvent, propertyChanges, type Stamp } from '../../record/events/audit.ts'
import type { Event } from '../../record/events/entity.ts'
import { isAssigned, scenarioAsObject } from './assigned.ts'
import { type EmergencyKind, fullScenario, type Scenario } from './entity.ts'
import type { ScenarioFixed } from './errors.ts'

type Stored = Pick<Deps, 'emergencies'>

/** The scenario with an id, or the full one that has it also before it was ever stored. */
export const storedOrFull = async (deps: Stored, accountId: AccountId, id: ScenarioId): Promise<Scenario | undefined> =>
  (await deps.emergencies.get(accountId, id)) ?? [fullScenario('lockdown'), fullScenario('egress')].find((one) => one.id === id)

/** The default of a kind: the one that was made it, or else the full one. */
export const findDefault = async (deps: Stored, accountId: AccountId, kind: EmergencyKind): Promise<Scenario> => {
  const full = fullScenario(kind)
  const all = await deps.emergencies.all(accountId)
  return all.find((one) => one.isDefault && one.kind === kind) ?? all.find((one) => one.id === full.id) ?? full
}

/** The other scenario that a change concerns, as it is stored afterwards, and what is recorded of it. */
type Counterpart = { scenario: Scenario | undefined; events: readonly Event[] }

/**
 * What becomes of the scenario that loses the default to `next`, or of the full one that has it again when `before` gives it up;
 * of none when the default stays where it is. One in force stays as it is, and nobody takes the default from a scenario, or
 * gives it to one, that is not assigned to them.
 */
export const counterpartOf = async (
  deps: Stored,
  principal: Principal,
  stamp: Stamp,
  before: Scenario | undefined,
  next: Scenario | undefined,
): Promise<Result<Counterpart, BeyondAssignment | ScenarioFixed>> => {
  const { kind } = next ?? before ?? {}
  const [was, is] = [before?.isDefault ?? false, next?.isDefault ?? false]
  const none = ok({ scenario: undefined, events: [] })
  if (kind === undefined || was === is) return none
  const full = fullScenario(kind)
  const other = is
    ? await findDefault(deps, principal.accountId, kind)
    : ((await storedOrFull(deps, principal.accountId, full.id)) ?? full)
  // It has become the default meanwhile, so what is to be written is refused, and read again.
  if (other.id === next?.id) return none
  if (!isAssigned(principal, other)) return err({ kind: 'beyond_assignment' })
  if (other.active) return err({ kind: 'scenario_fixed', scenarioId: other.id, why: 'active' })
  // That a full scenario is the default is not stored: it is while no other is. Its version says that something was decided about it.
  const scenario = { ...other, isDefault: false, version: other.version + 1, updatedAt: stamp.now }
  const changes = propertyChanges({ isDefault: is }, { isDefault: was }, ['isDefault'])
  const event = auditEvent(stamp, principal, 'emergency_scenario.updated', scenarioAsObject(other), changes)
  return ok({ scenario, events: [event] })
}
