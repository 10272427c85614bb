import type { EventEntry } from './entry.ts'

/** Changes of people, their credentials, groups and permissions. */
export const peopleEvents = {
  'credential.created': { kind: 'audit', description: 'An administrator created a credential' },
  'credential.deleted': { kind: 'audit', description: 'An administrator deleted a credential' },
  'credential.updated': { kind: 'audit', description: 'An administrator changed a credential' },
  'credential.assigned': { kind: 'audit', description: 'A credential was assigned to a user, or its dates were changed' },
  'credential.revoked': { kind: 'audit', description: 'A credential was taken from a user' },
  'invitation.created': { kind: 'audit', description: 'A user was invited to take a key into the phone' },
  'invitation.redeemed': { kind: 'audit', description: 'A user redeemed an invitation, so that the key in the phone works' },
  'invitation.cancelled': {
    kind: 'audit',
    description: 'An invitation was cancelled, or its key deleted before it was redeemed',
  },
  'invitation.expired': { kind: 'audit', description: 'An invitation that nobody redeemed in time was cleared away' },
  'custom_field.created': { kind: 'audit', description: 'An administrator created a custom field of users' },
  'custom_field.updated': { kind: 'audit', description: 'An administrator changed a custom field of users' },
  'custom_field.deleted': {
    kind: 'audit',
    description: 'An administrator deleted a custom field, and with it the values of users',
  },
  'group.created': { kind: 'audit', description: 'An administrator created a group' },
  'group.updated': { kind: 'audit', description: 'An administrator changed a group' },
  'group.deleted': { kind: 'audit', description: 'An administrator deleted a group' },
  'group.member_added': { kind: 'audit', description: 'A user became a member of a group' },
  'group.member_removed': { kind: 'audit', description: 'A user ceased to be a member of a group' },
  'permission.assigned': {
    kind: 'audit',
    description: 'A group was given permission at an access point, or another schedule for it',
  },
  'permission.removed': { kind: 'audit', description: 'A permission of a group at an access point was taken away' },
  'user.created': { kind: 'audit', description: 'An administrator created a user' },
  'user.updated': { kind: 'audit', description: 'An administrator changed a user' },
  'user.deleted': { kind: 'audit', description: 'An administrator deleted a user' },
  'user.suspended': { kind: 'audit', description: 'An administrator suspended a user' },
  'visitor.created': { kind: 'audit', description: 'An administrator created a visitor' },
  'visitor.updated': { kind: 'audit', description: 'An administrator changed a visitor or the visit' },
  'visitor.deleted': { kind: 'audit', description: 'An administrator deleted a visitor' },
  'visitor.arrived': { kind: 'audit', description: 'A visitor arrived' },
  'visitor.visit_ended': { kind: 'audit', description: 'An administrator ended a visit' },
  'visitor.visit_cancelled': { kind: 'audit', description: 'An administrator cancelled a visit' },
  'user.reinstated': { kind: 'audit', description: 'An administrator ended the suspension of a user' },
} as const satisfies Record<string, EventEntry>
