import type { EmergencyError } from '../../../shared/domain/access/emergencies/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

const kinds = { lockdown: 'LOCKDOWN', egress: 'EGRESS' } as const

export const emergencyAnswers = {
  scenario_not_found: {
    status: 404,
    message: ({ scenarioId, emergency }) =>
      emergency ? `Scenario ${scenarioId} of type ${kinds[emergency]} not found` : `Scenario ${scenarioId} not found`,
  },
  too_many_doors: {
    status: 400,
    message: ({ count, max }) =>
      `Initiate Emergency Default Full scenario blocked due to too many devices: ${count} , max: ${max}`,
  },
  scenario_empty: { status: 400, message: ({ scenarioId }) => `Couldn't retrieve any devices as part of ${scenarioId}` },
  scenario_fixed: {
    status: 412,
    message: ({ scenarioId, why }) =>
      why === 'full'
        ? `Scenario ${scenarioId} is one that every account has; it is neither changed nor deleted`
        : `Scenario ${scenarioId} is active; clear it first`,
  },
  scenario_door_not_found: { status: 404, message: () => 'Unknown Access Point' },
} as const satisfies Answers<EmergencyError>
