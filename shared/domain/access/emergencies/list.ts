import { AccessPointId, type AccountId, type ScenarioId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { isAssigned, withVisibleDoors } from './assigned.ts'
import { type EmergencyKind, type FanOut, fullScenario, type Scenario } from './entity.ts'
import type { ScenarioNotFound } from './errors.ts'
import { modesAskedBy } from './modes.ts'
import { decideProgress, type Progress, panelsOf } from './progress.ts'

const kinds: readonly EmergencyKind[] = ['lockdown', 'egress']

/** Every scenario of the account, the two full ones first; those are the default where no other of their kind is. */
const allScenarios = async (deps: Pick<Deps, 'emergencies'>, accountId: AccountId): Promise<Scenario[]> => {
  const stored = await deps.emergencies.all(accountId)
  const isDefaultOf = (kind: EmergencyKind) => !stored.some((one) => one.kind === kind && one.isDefault)
  const full = kinds.map((kind): Scenario => {
    const basis = fullScenario(kind)
    return { ...(stored.find(({ id }) => id === basis.id) ?? basis), isDefault: isDefaultOf(kind) }
  })
  return [...full, ...stored.filter(({ isFull }) => !isFull)]
}

/** A page of the scenarios that are assigned to the caller, of all or of those in force. */
export const listScenarios = async (
  deps: Pick<Deps, 'accessPoints' | 'emergencies' | 'whole'>,
  principal: Principal,
  { offset, pageSize }: PageRequest,
  onlyActive = false,
): Promise<Page<Scenario>> => {
  const found = (await allScenarios(deps, principal.accountId)).filter(
    (one) => isAssigned(principal, one) && (!onlyActive || one.active !== undefined),
  )
  const page = found.slice(offset, offset + pageSize)
  const shown = await withVisibleDoors(deps, principal.accountId, page)
  const data = await Promise.all(shown.map((one) => withAllDoors(deps, principal.accountId, one)))
  return { data, count: found.length }
}

/** A full scenario in force with the doors that it holds: all that the account has now, as far as the caller may see them. */
const withAllDoors = async (deps: Pick<Deps, 'accessPoints'>, accountId: AccountId, scenario: Scenario): Promise<Scenario> => {
  const { active, isFull } = scenario
  if (!active || !isFull) return scenario
  return { ...scenario, active: { ...active, accessPointIds: await idsOfAllDoors(deps, accountId) } }
}

/** The ids of all doors of the account, in their order. */
export const idsOfAllDoors = async (deps: Pick<Deps, 'accessPoints'>, accountId: AccountId): Promise<AccessPointId[]> => {
  const ids: AccessPointId[] = []
  await deps.accessPoints.visitFinds(accountId, (_, id) => void ids.push(AccessPointId.parse(id)))
  return ids.sort((one, other) => one - other)
}

/** A scenario as it is now: the doors that do not follow it, and how far it is at its panels since it was last initiated or cleared. */
export type ScenarioState = {
  scenario: Scenario
  behind: readonly AccessPoint[]
  last?: Pick<FanOut, 'action' | 'startedAt'> & { progress: Progress }
}

/**
 * A scenario, and the doors that do not follow yet what was last asked of it: their panel's posture does not say so yet, or the panel
 * does not follow its posture. A full scenario shows the doors that the account has now.
 */
export const getScenario = async (
  deps: Pick<Deps, 'accessPoints' | 'emergencies' | 'postures' | 'presences' | 'now' | 'whole'>,
  principal: Principal,
  scenarioId: ScenarioId,
): Promise<Result<ScenarioState, ScenarioNotFound>> => {
  const { accountId } = principal
  const all = await allScenarios(deps, accountId)
  const found = all.filter((one) => one.id === scenarioId && isAssigned(principal, one))
  const [scenario] = await withVisibleDoors(deps, accountId, found)
  if (!scenario) return err({ kind: 'scenario_not_found', scenarioId, emergency: undefined })
  const fanOut = await deps.emergencies.lastFanOut(accountId, scenarioId)
  const { active } = scenario
  if (!active && !fanOut) return ok({ scenario, behind: [] })
  const shown = await withAllDoors(deps, accountId, scenario)
  const held = shown.active?.accessPointIds ?? fanOut?.accessPointIds
  const doors = await deps.accessPoints.getMany(accountId, held ?? (await idsOfAllDoors(deps, accountId)))
  const panelIds = panelsOf(doors)
  const [presences, postures] = await Promise.all([
    deps.presences.getMany(accountId, panelIds),
    deps.postures.getMany(accountId, panelIds),
  ])
  const { behind, progress } = decideProgress({ doors, modeAsked: modesAskedBy(all), postures, presences }, deps.now())
  return ok({
    scenario: shown,
    behind,
    ...(fanOut ? { last: { action: fanOut.action, startedAt: fanOut.startedAt, progress } } : {}),
  })
}
