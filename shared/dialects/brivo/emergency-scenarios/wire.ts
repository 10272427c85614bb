import { z } from 'zod'
import type { Scenario } from '../../../domain/access/emergencies/entity.ts'
import type { ScenarioState } from '../../../domain/access/emergencies/list.ts'
import { didAllFail, type Switched } from '../../../domain/access/emergencies/switch.ts'
import type { AccessPoint } from '../../../domain/places/access-points/entity.ts'
import { formatInstantMs } from '../wire-time.ts'
import { threatLevelTypes } from './inputs.ts'

const ScenarioDevice = z.object({ deviceOid: z.number(), name: z.string() }).meta({ id: 'ScenarioDevice' })

/** A scenario (API document, List emergency scenarios). `issued` is null while it is not in force. */
export const EmergencyScenario = z
  .object({
    id: z.number(),
    name: z.string(),
    isDefault: z.boolean(),
    deviceIds: z.array(z.number()),
    triggerIds: z.array(z.number()),
    created: z.string().optional(),
    updated: z.string().optional(),
    issued: z.string().nullable(),
    threatLevelTypeId: z.number().meta({ description: '2 lockdown, 3 egress' }),
  })
  .meta({ id: 'EmergencyScenario' })

/** How far a scenario is at its panels since it was last initiated or cleared (ours). */
export const ScenarioProgress = z
  .object({
    action: z.enum(['INITIATE', 'CLEAR']),
    started: z.string(),
    panels: z.number(),
    sent: z.number(),
    applied: z.number(),
    failed: z.number(),
    offline: z.number(),
  })
  .meta({ id: 'ScenarioProgress' })

/** A scenario as its retrieval answers it (ours), with the devices whose panel does not follow it yet. */
export const EmergencyScenarioState = EmergencyScenario.extend({
  devicesThatDidFail: z.array(ScenarioDevice),
  progress: ScenarioProgress.optional().meta({ description: 'Absent when it was neither initiated nor cleared in 30 days' }),
}).meta({ id: 'EmergencyScenarioState' })

/** What came of initiating or clearing a scenario (API document, Initiate and Clear Emergency scenarios). */
export const ScenarioResult = z
  .object({
    scenarioOid: z.number(),
    didAllFail: z.boolean().meta({ description: 'No device follows yet; those that are out of contact do when they are heard' }),
    devicesThatDidFail: z.array(ScenarioDevice),
  })
  .meta({ id: 'ScenarioResult' })

/** What came of clearing all scenarios (API document, Clear All Emergency scenarios). */
export const FailedScenarios = z
  .object({ failedScenarios: z.array(z.object({ scenarioOid: z.number(), name: z.string(), reason: z.string() })) })
  .meta({ id: 'FailedScenarios' })

const device = ({ id, name }: AccessPoint): z.infer<typeof ScenarioDevice> => ({ deviceOid: id, name })

/** A scenario as listings answer it. One of those that every account has was never created. */
export const emergencyScenario = (scenario: Scenario): z.infer<typeof EmergencyScenario> => ({
  id: scenario.id,
  name: scenario.name,
  isDefault: scenario.isDefault,
  deviceIds: scenario.isFull ? (scenario.active?.accessPointIds ?? []) : scenario.accessPointIds,
  triggerIds: [],
  ...(scenario.isFull ? {} : { created: formatInstantMs(scenario.createdAt), updated: formatInstantMs(scenario.updatedAt) }),
  issued: scenario.active ? formatInstantMs(scenario.active.issuedAt) : null,
  threatLevelTypeId: threatLevelTypes[scenario.kind],
})

/** A scenario with the devices that do not follow yet. */
export const emergencyScenarioState = ({ scenario, behind, last }: ScenarioState): z.infer<typeof EmergencyScenarioState> => ({
  ...emergencyScenario(scenario),
  devicesThatDidFail: behind.map(device),
  ...(last ? { progress: scenarioProgress(last) } : {}),
})

const scenarioProgress = ({
  action,
  startedAt,
  progress,
}: NonNullable<ScenarioState['last']>): z.infer<typeof ScenarioProgress> => ({
  action: action === 'initiate' ? 'INITIATE' : 'CLEAR',
  started: formatInstantMs(startedAt),
  ...progress,
})

/** What came of initiating or clearing a scenario. */
export const scenarioResult = (switched: Switched): z.infer<typeof ScenarioResult> => ({
  scenarioOid: switched.scenario.id,
  didAllFail: didAllFail(switched),
  devicesThatDidFail: switched.behind.map(device),
})

/** The scenarios that were not cleared, each with the document's reason. */
export const failedScenarios = (failed: readonly Scenario[]): z.infer<typeof FailedScenarios> => ({
  failedScenarios: failed.map(({ id, name }) => ({
    scenarioOid: id,
    name,
    reason: `Failed to clear scenario ${id} since all the devices failed to go under NORMAL`,
  })),
})
