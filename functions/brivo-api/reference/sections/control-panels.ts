import { section } from '../section.ts'

export const controlPanels = section({
  name: 'Control panels',
  description:
    'The devices that decide at doors. A panel is registered by its serial number and paired with a code; from then on it has the rules ' +
    'of its doors, and decides without the cloud when it must.',
  calls: {
    listControlPanels: {
      summary: 'List control panels',
      description: 'Control panels of the account, oldest first.',
      filter: { status: '`eq`: `CONNECTED` or `DISCONNECTED`' },
      example: { query: { filter: 'status__eq:CONNECTED' } },
    },
    createControlPanel: {
      summary: 'Register a control panel',
      description: 'The answer has the code that pairs the panel, which is shown only here. A serial number is registered once.',
    },
    getControlPanel: {
      summary: 'Get a control panel',
      description: 'One control panel, when it was heard last, and how far its rules are behind those of the account.',
    },
    updateControlPanel: { summary: 'Change a control panel', description: 'What the body leaves out stays.' },
    deleteControlPanel: {
      summary: 'Delete a control panel',
      description: 'The panel cannot connect any more. 412 while it has access points.',
    },
    getControlPanelFirmware: {
      summary: 'Get the firmware of a control panel',
      description: 'What the panel runs, what it can be asked to run, and how far the last request came.',
    },
    updateControlPanelFirmware: {
      summary: 'Install a firmware',
      description: 'Asks the panel to install one of its available versions. *Get the firmware* shows how far that came.',
    },
    replaceControlPanel: {
      summary: 'Replace a broken control panel',
      description:
        'Other hardware takes the place of this panel: it has the new serial number, pairs with the code of the answer, and gets the doors, ' +
        'rules, overrides and areas of the panel, which keeps its id. The old hardware is shut out at once; commands that have not ended ' +
        'fail with the reason `panel_replaced`. Its old serial number is free again.',
    },
    issuePairingCode: {
      summary: 'Issue a pairing code',
      description:
        'A new code for the device of this serial number. What was paired is not any more. *Replace a broken control panel* is for another device.',
    },
  },
})
