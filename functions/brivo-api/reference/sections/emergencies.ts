import { section } from '../section.ts'

const lockdown = 'A lockdown shuts its doors for everybody but members of groups that are excluded from lockdowns.'
const egress = 'An egress holds its doors open.'
const cleared = 'The doors follow their schedules again, or another scenario that is in force.'
const clearedDefault = 'Ends the scenario that is the default; others stay in force.'
const late =
  '`devicesThatDidFail` names devices whose panel did not confirm within ten seconds, is out of contact or refused it; who did not hear of it ' +
  'follows as soon as it is heard.'

export const emergencies = section({
  name: 'Emergency scenarios',
  description:
    'Lockdowns and egresses. A scenario holds the doors of its devices, or every door of the account. Of two that are in force, the ' +
    'later one decides.',
  calls: {
    listEmergencyScenarios: {
      summary: 'List emergency scenarios',
      description: 'Scenarios of the account. The two that every account has come first.',
    },
    listActiveEmergencyScenarios: {
      summary: 'List scenarios in force',
      description: 'Scenarios that were initiated and not cleared.',
    },
    createEmergencyScenario: {
      summary: 'Create an emergency scenario',
      description:
        'A scenario for some doors, or the default one of its kind. It is not in force until it is initiated. 412 when it is to be the ' +
        'default while the present default is in force.',
    },
    getEmergencyScenario: {
      summary: 'Get an emergency scenario',
      description:
        'One scenario, the devices that do not follow it yet, or are not released yet, and how many of its control panels do. `progress` is ' +
        'what the panels themselves said last. A panel that is `offline` follows as soon as it is heard.',
    },
    updateEmergencyScenario: {
      summary: 'Change an emergency scenario',
      description:
        'What the body leaves out stays. 412 while it is in force, and when it is to be the default while the present default is in force.',
    },
    deleteEmergencyScenario: { summary: 'Delete an emergency scenario', description: '412 while it is in force.' },
    clearAllEmergencyScenarios: {
      summary: 'Clear every scenario',
      description: 'Clears whatever is in force. The answer names those that could not be cleared.',
    },
    initiateEmergencyLockdown: { summary: 'Start a lockdown', description: `${lockdown} ${late}` },
    initiateDefaultEmergencyLockdown: {
      summary: 'Start the default lockdown',
      description: `Starts the scenario that is the default for lockdowns. ${lockdown} ${late}`,
    },
    clearEmergencyLockdown: { summary: 'Clear a lockdown', description: `${cleared} ${late}` },
    clearDefaultEmergencyLockdown: { summary: 'Clear the default lockdown', description: `${clearedDefault} ${cleared} ${late}` },
    initiateEmergencyEgress: { summary: 'Start an egress', description: `${egress} ${late}` },
    initiateDefaultEmergencyEgress: {
      summary: 'Start the default egress',
      description: `Starts the scenario that is the default for egresses. ${egress} ${late}`,
    },
    clearEmergencyEgress: { summary: 'Clear an egress', description: `${cleared} ${late}` },
    clearDefaultEmergencyEgress: { summary: 'Clear the default egress', description: `${clearedDefault} ${cleared} ${late}` },
  },
})
