import type { EventEntry } from './entry.ts'

/** Changes of the account, its sites and their cameras. */
export const placesEvents = {
  'account.created': { kind: 'audit', description: 'A dealer created the account of a customer' },
  'account.updated': { kind: 'audit', description: 'An administrator changed the account or its settings' },
  'account.closed': { kind: 'audit', description: 'A dealer closed the account of a customer' },
  'account.reopened': { kind: 'audit', description: 'A dealer opened the account of a customer again' },
  'account.deleted': {
    kind: 'audit',
    description: 'A new account was removed again, as its first administrator could not be invited',
  },
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
