import type { AccessPointId, AccountId } from '../../../lib/ids.ts'
import type { Deps } from '../../deps.ts'
import { isWithinLimits } from '../../identity/principals/limits.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { AuditObject } from '../../record/events/audit.ts'
import type { Scenario } from './entity.ts'

/** What an audit event says of a scenario. */
export const scenarioAsObject = ({ id, name }: Scenario): AuditObject => ({ id, kind: 'emergency_scenario', name })

/** Whether a scenario is assigned to the caller; every one is to somebody who is not limited. */
export const isAssigned = (principal: Principal, { id }: Pick<Scenario, 'id'>): boolean =>
  isWithinLimits(principal, { scenario: id })

/**
 * Scenarios with those of their doors that the caller may see: a scenario that is assigned may hold doors of sites that are not.
 * Nothing is read for somebody who is not limited.
 */
export const withVisibleDoors = async (
  deps: Pick<Deps, 'accessPoints' | 'whole'>,
  accountId: AccountId,
  scenarios: readonly Scenario[],
): Promise<Scenario[]> => {
  if (!deps.whole) return [...scenarios]
  const ids = scenarios.flatMap(({ accessPointIds, active }) => [...accessPointIds, ...(active?.accessPointIds ?? [])])
  const visible = new Set((await deps.accessPoints.getMany(accountId, [...new Set(ids)])).map(({ id }) => id))
  const shown = (list: readonly AccessPointId[]) => list.filter((id) => visible.has(id))
  return scenarios.map(({ active, ...scenario }) => ({
    ...scenario,
    accessPointIds: shown(scenario.accessPointIds),
    ...(active ? { active: { ...active, accessPointIds: shown(active.accessPointIds) } } : {}),
  }))
}
