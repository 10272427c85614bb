import { section } from '../section.ts'

const ordered =
  'The header `Sallyport-Command-Id` of the answer names the command; see *Get a command*. With `wait` the call waits so many seconds for the ' +
  'panel, and answers with the command: 200 when the panel has said how it ended, also when it did not do it, and 202 when it has not.'

const lockedDown =
  'In a lockdown the panel rejects the command as `locked_down`, unless the caller may initiate emergencies or is in a group that is ' +
  'excluded from lockdowns.'

export const accessPoints = section({
  name: 'Access points',
  description:
    'Doors, wireless locks, floors of lifts and Wiegand outputs, each behind a control panel. A command is sent to a panel that is ' +
    'connected; nothing is left to run later.',
  calls: {
    listAccessPoints: {
      summary: 'List access points',
      description: 'Access points of the account, oldest first.',
      filter: { name: '`eq`: contains the text', report_live_status: '`eq`: `true` or `false`' },
      example: { query: { filter: 'name__eq:Front' } },
    },
    createAccessPoint: {
      summary: 'Create an access point',
      description:
        'Adds an access point. The panel has it within seconds. Its `type` is `DOOR` unless something else is said, and says what it needs:\n\n' +
        '- `DOOR`: `controlPanelId`.\n' +
        '- `FLOOR`, a floor of a lift: `elevatorId` (the door whose reader is in the cabin), `floorNumber` and `relay`. It is at the panel of ' +
        'the lift. A permission at it lets a person choose it after a card at the lift.\n' +
        '- `SALTO_DOOR`, `ALLEGION_DOOR`, `ASSA_ABLOY_DOOR`, wireless locks: `controlPanelId` and `lockSerialNumber`.\n' +
        '- `WIEGAND`, an output that sends the number of a granted card to another controller: `controlPanelId` and `wiegandPort`. It has no ' +
        'lock, so it is not activated, held or unlocked by a schedule.\n\n' +
        '`doorRules` is what a door asks for besides a permission: several factors, two people, an escort, other doors shut. 400 says why rules cannot be ' +
        'composed.\n\n' +
        '409 when another one has the relay, the port or the lock. 412 when the panel has as many as it can.',
    },
    getAccessPoint: {
      summary: 'Get an access point',
      description: 'One access point with its settings and its unlock schedule.',
    },
    updateAccessPoint: {
      summary: 'Change an access point',
      description:
        'What the body leaves out stays; its type and its lift cannot be changed. A given `doorRules` replaces all that the door asks for. 412 while an override holds the door and its unlock schedule would change.',
    },
    deleteAccessPoint: {
      summary: 'Delete an access point',
      description:
        'Permissions at it end, cameras are taken from it, and the floors of a lift go with it. Events that name it stay. 412 while an override or ' +
        'an emergency scenario that names it holds it.',
    },
    activateAccessPoint: {
      summary: 'Open a door for a moment',
      description: `The panel opens the door for its pulse time. 412 when the panel is not connected. ${lockedDown} ${ordered}`,
    },
    unlockAccessPoint: {
      summary: 'Open a door as a card holder',
      description:
        `The door decides by the rules of the caller, as if a card were held to its reader. An administrator opens it as by activation. ` +
        `${lockedDown} ${ordered}`,
    },
    activateElevator: {
      summary: 'Release floors of a lift',
      description: `The buttons of the floors work for the time that is given. ${lockedDown} ${ordered}`,
    },
    getCommandById: {
      summary: 'Get a command',
      description:
        'A command and all that came of it, by the id that `Sallyport-Command-Id` gave: each state with its time, each time that it was sent, who ' +
        'gave it, for whom and through which application. It ends as `succeeded`, `failed` or `rejected`, by the signed word of the panel; as ' +
        '`expired` when it was never sent; and as `unknown` when it was sent and its result does not come, which it may still do for a day. ' +
        'Commands are kept for 30 days.\n\nNeeds `access-points:view`; a card holder sees their own.',
    },
    getCommand: {
      summary: 'Get a command of an access point',
      description: 'The same, looked for among the commands of one access point.',
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
