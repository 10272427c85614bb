import type { AccessPointId, ScenarioId } from '../../../lib/ids.ts'
import type { EmergencyKind } from './entity.ts'

/** The account has no such scenario of that kind, or it is another account's. */
export type ScenarioNotFound = { kind: 'scenario_not_found'; scenarioId: ScenarioId; emergency: EmergencyKind | undefined }

/** The account has more doors than a full scenario may hold. */
export type TooManyDoors = { kind: 'too_many_doors'; count: number; max: number }

/** The scenario has no doors. */
export type ScenarioEmpty = { kind: 'scenario_empty'; scenarioId: ScenarioId }

/** The scenario is in force, or one of the two that every account has: it is neither changed nor deleted. */
export type ScenarioFixed = { kind: 'scenario_fixed'; scenarioId: ScenarioId; why: 'active' | 'full' }

/** A door that the scenario is to have is none of the account's. */
export type ScenarioDoorNotFound = { kind: 'scenario_door_not_found'; accessPointId: AccessPointId }

/** What an operation of emergencies can end in on an API's route, besides the errors that every module has. */
export type EmergencyError = ScenarioNotFound | TooManyDoors | ScenarioEmpty | ScenarioFixed | ScenarioDoorNotFound
