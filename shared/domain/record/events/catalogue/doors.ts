import type { EventEntry } from './entry.ts'

/** What doors do, and what is changed about them. */
export const doorsEvents = {
  'access_point.created': { kind: 'audit', description: 'An administrator created an access point' },
  'access_point.updated': { kind: 'audit', description: 'An administrator changed an access point' },
  'access_point.deleted': { kind: 'audit', description: 'An administrator deleted an access point' },
  'override.set': { kind: 'audit', description: 'An administrator held a door locked or unlocked against its schedule' },
  'override.cancelled': { kind: 'audit', description: 'An administrator cancelled the override of a door' },
  'door_set.created': { kind: 'audit', description: 'An administrator created a set of doors' },
  'door_set.updated': { kind: 'audit', description: 'An administrator changed a set of doors, or which doors are in it' },
  'door_set.deleted': { kind: 'audit', description: 'An administrator deleted a set of doors' },
  'lift_floor.created': { kind: 'audit', description: 'An administrator created a floor of a lift' },
  'lift_floor.updated': { kind: 'audit', description: 'An administrator changed a floor of a lift' },
  'lift_floor.deleted': { kind: 'audit', description: 'An administrator deleted a floor of a lift' },
  'reader.created': { kind: 'audit', description: 'An administrator created a reader' },
  'reader.updated': { kind: 'audit', description: 'An administrator changed a reader' },
  'reader.deleted': { kind: 'audit', description: 'An administrator deleted a reader' },
  'door.pulsed': { kind: 'access', description: 'An administrator opened the door for a moment' },
  'door.pulse_failed': { kind: 'access', description: 'A control panel did not open a door for an administrator, and said why' },
  'door.unlocked_by_schedule': { kind: 'access', description: 'The unlock schedule of a door opened' },
  'door.locked_by_schedule': { kind: 'access', description: 'The unlock schedule of a door closed' },
  'door.forced': { kind: 'access', description: 'A door was opened without access being granted' },
  'door.held_open': { kind: 'access', description: 'A door was not closed in time' },
  'door.other': { kind: 'access', description: 'A door reported something that only its panel knows' },
} as const satisfies Record<string, EventEntry>
