import type { EventEntry } from './entry.ts'

/** Sign-ins, and changes of administrators, roles and event subscriptions. */
export const administrationEvents = {
  'administrator.signed_in': { kind: 'audit', description: 'An administrator signed in' },
  'administrator.passwords_guessed': {
    kind: 'audit',
    description: 'Too many wrong passwords came for an administrator; only known places may sign in for a day',
  },
  'administrator.created': { kind: 'audit', description: 'An administrator created an administrator' },
  'administrator.updated': { kind: 'audit', description: 'An administrator changed an administrator' },
  'administrator.deleted': { kind: 'audit', description: 'An administrator deleted an administrator' },
  'role.created': { kind: 'audit', description: 'An administrator created a role' },
  'role.updated': { kind: 'audit', description: 'An administrator changed a role' },
  'role.deleted': { kind: 'audit', description: 'An administrator deleted a role' },
  'application.created': { kind: 'audit', description: 'An administrator created an application' },
  'application.deleted': { kind: 'audit', description: 'An administrator deleted an application' },
  'api_key.created': { kind: 'audit', description: 'An administrator created an API key of an application' },
  'api_key.deleted': { kind: 'audit', description: 'An administrator revoked an API key of an application' },
  'service_token.created': { kind: 'audit', description: 'An administrator created a service token' },
  'service_token.deleted': { kind: 'audit', description: 'An administrator revoked a service token' },
  'subscription.created': { kind: 'audit', description: 'An administrator created an event subscription' },
  'subscription.updated': { kind: 'audit', description: 'An administrator changed an event subscription' },
  'subscription.deleted': { kind: 'audit', description: 'An administrator deleted an event subscription' },
} as const satisfies Record<string, EventEntry>
