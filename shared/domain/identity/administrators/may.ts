import type { AdministratorType, Principal } from './principal.ts'

/** What may be done to one kind of thing. Every route names exactly one. */
export type Permission =
  | 'accounts:view'
  | `${'administrators' | 'sites' | 'panels' | 'access-points' | 'users' | 'credentials' | 'groups' | 'schedules' | 'subscriptions'}:${'view' | 'edit'}`
  | 'access-points:activate'
  | 'events:view'
  | 'none'

/** What an assistant may do without being given a role: see everything that doors need, look after people, open doors. */
const assistant: readonly Permission[] = [
  'accounts:view',
  'sites:view',
  'panels:view',
  'access-points:view',
  'access-points:activate',
  'users:view',
  'users:edit',
  'credentials:view',
  'credentials:edit',
  'groups:view',
  'schedules:view',
  'events:view',
]

const decisions: Record<AdministratorType, (permission: Permission, principal: Principal) => boolean> = {
  CSR: (permission) => permission.endsWith(':view'),
  DEALER: () => true,
  MASTER: () => true,
  // Who administers the account is decided by those who were trusted with it.
  SENIOR: (permission, { canCreateAdmins }) => permission !== 'administrators:edit' || canCreateAdmins === true,
  ASSISTANT: (permission) => assistant.includes(permission),
}

/** The one place that says who may do what. `none` is a permission that everybody who is signed in has. */
export const may = (principal: Principal, permission: Permission): boolean =>
  permission === 'none' || decisions[principal.type](permission, principal)
