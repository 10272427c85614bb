import type { AdministratorType } from '../administrators/type.ts'
import { everywhere, type Grant, type Permission, permissions, type Scope } from './permission.ts'

/** For those who own the account, and for those whom they let create administrators. */
const ofOwners: readonly Permission[] = ['administrators:edit', 'service-tokens:edit']

/** What only a dealer does. */
const ofDealers: readonly Permission[] = ['customers:edit']

const ofAccounts = permissions.filter((permission) => !ofDealers.includes(permission))

const views = permissions.filter((permission) => permission.endsWith(':view'))

/** What each type of administrator is granted, in the whole account. */
const granted: Readonly<Record<AdministratorType, readonly Permission[]>> = {
  CSR: [...views, 'accounts:edit'],
  DEALER: permissions,
  MASTER: ofAccounts,
  SENIOR: ofAccounts.filter((permission) => !ofOwners.includes(permission)),
  // See everything that doors need and what cameras show, look after people, open doors, let go who is
  // blocked at an area.
  ASSISTANT: [
    'accounts:view',
    'sites:view',
    'panels:view',
    'access-points:view',
    'access-points:activate',
    'areas:view',
    'areas:reset',
    'cameras:view',
    'cameras:watch',
    'emergencies:view',
    'users:view',
    'users:edit',
    'credentials:view',
    'credentials:edit',
    'custom-fields:view',
    'groups:view',
    'schedules:view',
    'events:view',
  ],
}

/** Each permission of a list, everywhere in the account. */
export const grantsOf = (list: readonly Permission[]): readonly Grant[] =>
  list.map((permission) => ({ permission, scope: everywhere }))

// Made once: a token is verified more often than it would be worth to make them again.
const byType = new Map(Object.entries(granted).map(([type, list]) => [type, grantsOf(list)]))
const seniorWhoCreates = grantsOf(ofAccounts)

/** The grants of an administrator. `canCreateAdmins` is a right that only a SENIOR can be given. */
export const administratorGrants = (type: AdministratorType, canCreateAdmins: boolean): readonly Grant[] =>
  type === 'SENIOR' && canCreateAdmins ? seniorWhoCreates : (byType.get(type) ?? [])

/** What concerns the account as a whole: nobody has it who is limited to a part of the account. */
const wholeAccount: ReadonlySet<Permission> = new Set([
  'accounts:edit',
  'customers:edit',
  'applications:edit',
  'custom-fields:edit',
])

/** What is left of `grants` for somebody who is limited to `scope`; all of them without one. */
export const grantsWithin = (grants: readonly Grant[], scope: Scope | undefined): readonly Grant[] =>
  scope === undefined ? grants : grants.flatMap(({ permission }) => (wholeAccount.has(permission) ? [] : [{ permission, scope }]))
