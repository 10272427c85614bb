import { section } from '../section.ts'

const ordered = 'The header `Sallyport-Command-Id` of the answer names the command; see *Get a command*.'

export const accessPoints = section({
  name: 'Access points',
  description:
    'Doors and floors of lifts, each behind a control panel. A command is sent to a panel that is connected; nothing is left to run later.',
  calls: {
    listAccessPoints: {
      summary: 'List access points',
      description: 'Access points of the account, oldest first.',
      filter: { name: '`eq`: contains the text', report_live_status: '`eq`: `true` or `false`' },
      example: { query: { filter: 'name__eq:Front' } },
    },
    createAccessPoint: {
      summary: 'Create an access point',
      description: 'Adds a door to a control panel. The panel has it within seconds. 412 when the panel has as many as it can.',
    },
    getAccessPoint: {
      summary: 'Get an access point',
      description: 'One access point with its settings and its unlock schedule.',
    },
    updateAccessPoint: {
      summary: 'Change an access point',
      description: 'What the body leaves out stays. 412 while an override holds the door and its unlock schedule would change.',
    },
    deleteAccessPoint: {
      summary: 'Delete an access point',
      description: 'Permissions at it end, and cameras are taken from it. Events that name it stay.',
    },
    activateAccessPoint: {
      summary: 'Open a door for a moment',
      description: `The panel opens the door for its pulse time. 412 when the panel is not connected. ${ordered}`,
    },
    unlockAccessPoint: {
      summary: 'Open a door as a card holder',
      description: `The door decides by the rules of the caller, as if a card were held to its reader. ${ordered}`,
    },
    activateElevator: {
      summary: 'Release floors of a lift',
      description: `The buttons of the floors work for the time that is given. ${ordered}`,
    },
    getCommand: {
      summary: 'Get a command',
      description:
        'How far a command came: accepted, sent, received, executing, and in the end succeeded, failed, rejected or expired.',
    },
    getDeviceStatus: {
      summary: 'Get the live status of a door',
      description: 'Whether the door is locked, what its schedule says, and the override that holds it, if any.',
    },
    setDoorOverride: {
      summary: 'Hold a door open or closed',
      description:
        'Holds the door until a time, until its schedule changes, or until it is cancelled. The call waits up to ten seconds for the ' +
        'panel; states are `UNKNOWN` when it does not answer, and the override is stored all the same. 417 when the panel cannot do it.',
    },
    cancelDoorOverride: {
      summary: 'Cancel an override',
      description: 'The door follows its schedule again. 412 when no override holds it.',
    },
    listGroupsOfAccessPoint: {
      summary: 'List the groups of an access point',
      description: 'Groups that may pass the access point at some time.',
    },
    listCamerasOfAccessPoint: {
      summary: 'List the cameras of an access point',
      description: 'Cameras that show the access point, oldest first.',
    },
  },
})
