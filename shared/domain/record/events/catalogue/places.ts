import type { EventEntry } from './entry.ts'

/** Changes of the account, its sites and their cameras. */
export const placesEvents = {
  'account.updated': { kind: 'audit', description: 'An administrator changed the account or its settings' },
  'site.created': { kind: 'audit', description: 'An administrator created a site' },
  'site.updated': { kind: 'audit', description: 'An administrator changed a site' },
  'site.deleted': { kind: 'audit', description: 'An administrator deleted a site' },
  'camera.created': { kind: 'audit', description: 'An administrator registered a camera' },
  'camera.updated': {
    kind: 'audit',
    description: 'An administrator changed a camera, or put it to an access point or took it away from one',
  },
  'camera.deleted': { kind: 'audit', description: 'An administrator removed a camera' },
} as const satisfies Record<string, EventEntry>
