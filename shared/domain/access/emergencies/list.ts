import type { AccountId, ScenarioId } from '../../../lib/ids.ts'
import type { Page, PageRequest } from '../../../lib/page.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import type { Deps } from '../../deps.ts'
import type { Principal } from '../../identity/principals/principal.ts'
import type { AccessPoint } from '../../places/access-points/entity.ts'
import { type EmergencyKind, fullScenario, type Scenario } from './entity.ts'
import type { ScenarioNotFound } from './errors.ts'

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

/** A page of the account's scenarios, of all or of those in force. */
export const listScenarios = async (
  deps: Pick<Deps, 'emergencies'>,
  { accountId }: Principal,
  { offset, pageSize }: PageRequest,
  onlyActive = false,
): Promise<Page<Scenario>> => {
  const found = (await allScenarios(deps, accountId)).filter(({ active }) => !onlyActive || active !== undefined)
  return { data: found.slice(offset, offset + pageSize), count: found.length }
}

/** A scenario, and, while it is in force, the doors whose panel does not follow its posture yet. */
export const getScenario = async (
  deps: Pick<Deps, 'accessPoints' | 'emergencies' | 'presences'>,
  { accountId }: Principal,
  scenarioId: ScenarioId,
): Promise<Result<{ scenario: Scenario; behind: AccessPoint[] }, ScenarioNotFound>> => {
  const scenario = (await allScenarios(deps, accountId)).find(({ id }) => id === scenarioId)
  if (!scenario) return err({ kind: 'scenario_not_found', scenarioId, emergency: undefined })
  const { active } = scenario
  if (!active) return ok({ scenario, behind: [] })
  const [doors, presences] = await Promise.all([
    deps.accessPoints.getMany(accountId, active.accessPointIds),
    deps.presences.getMany(accountId, active.panelIds),
  ])
  const late = new Set(presences.flatMap((one) => (one.appliedPosture < one.postureVersion ? [one.panelId] : [])))
  return ok({ scenario, behind: doors.filter(({ panelId }) => late.has(panelId)) })
}
