import type { EventEntry } from './entry.ts'

/** Changes of the account and its sites. */
export const placesEvents = {
  'account.updated': { kind: 'audit', description: 'An administrator changed the account or its settings' },
  'site.created': { kind: 'audit', description: 'An administrator created a site' },
  'site.updated': { kind: 'audit', description: 'An administrator changed a site' },
  'site.deleted': { kind: 'audit', description: 'An administrator deleted a site' },
} as const satisfies Record<string, EventEntry>
