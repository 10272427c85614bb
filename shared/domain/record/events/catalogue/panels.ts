import type { EventEntry } from './entry.ts'

/** What panels go through, and what is changed about them. */
export const panelsEvents = {
  'panel.connected': { kind: 'access', description: 'A control panel came into contact' },
  'panel.disconnected': { kind: 'access', description: 'A control panel went out of contact' },
  'panel.events_lost': {
    kind: 'access',
    description: 'The buffer of a control panel overran while it was out of contact, and the oldest events were dropped',
  },
  'panel.tampered': { kind: 'access', description: 'Somebody opened the case of a control panel' },
  'panel.tamper_restored': { kind: 'access', description: 'The case of a control panel is closed again' },
  'panel.power_lost': { kind: 'access', description: 'A control panel lost its mains power and runs on its battery' },
  'panel.power_restored': { kind: 'access', description: 'A control panel has its mains power back' },
  'panel.fire_alarm': {
    kind: 'access',
    description: 'The fire input of a control panel is active, and its doors stand unlocked',
  },
  'panel.fire_cleared': { kind: 'access', description: 'The fire input of a control panel is not active any more' },
  'panel.other': { kind: 'access', description: 'A control panel reported something that only it knows' },
  'panel.created': { kind: 'audit', description: 'An administrator created a control panel' },
  'panel.updated': { kind: 'audit', description: 'An administrator changed a control panel' },
  'panel.deleted': { kind: 'audit', description: 'An administrator deleted a control panel' },
  'panel.pairing_code_issued': { kind: 'audit', description: 'An administrator asked for a code that pairs a control panel' },
  'panel.replaced': { kind: 'audit', description: 'An administrator put other hardware in place of a control panel' },
  'panel.paired': { kind: 'audit', description: 'A control panel proved its pairing code and gave its key' },
  'panel.firmware_requested': { kind: 'audit', description: 'An administrator asked for another firmware of a control panel' },
  'panel.firmware_installed': { kind: 'audit', description: 'A control panel runs the firmware that it was asked to install' },
  'panel.firmware_failed': { kind: 'audit', description: 'A control panel did not install the firmware that it was asked to' },
} as const satisfies Record<string, EventEntry>
