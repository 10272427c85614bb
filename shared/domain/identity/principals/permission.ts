import type { AccessPointId, CompanyId, GroupId, ScenarioId, SiteId } from '../../../lib/ids.ts'

/** Everything that may be allowed: what may be done to one kind of thing. */
export const permissions = [
  'accounts:view',
  'accounts:edit',
  // to create and close the accounts of a dealer's customers
  'customers:edit',
  'administrators:view',
  'administrators:edit',
  'applications:view',
  'applications:edit',
  'service-tokens:edit',
  'sites:view',
  'sites:edit',
  'panels:view',
  'panels:edit',
  'access-points:view',
  'access-points:edit',
  'access-points:activate',
  'access-points:override',
  'areas:view',
  'areas:edit',
  // to forget who is inside
  'areas:reset',
  'cameras:view',
  'cameras:edit',
  // to see what a camera shows and has recorded; for nobody who only looks after the account, so not a `:view`
  'cameras:watch',
  'emergencies:view',
  'emergencies:edit',
  'emergencies:initiate',
  'users:view',
  'users:edit',
  'credentials:view',
  'credentials:edit',
  'custom-fields:view',
  'custom-fields:edit',
  'groups:view',
  'groups:edit',
  'schedules:view',
  'schedules:edit',
  'subscriptions:view',
  'subscriptions:edit',
  'events:view',
] as const
/** What a call asks for. `none` is what everybody has who is signed in. */
export type Permission = (typeof permissions)[number] | 'none'

/**
 * Where a permission holds. The parts are ANDed, each over the things that have it: a person lies in a company and in groups, a
 * door in a site.
 */
export type Scope = {
  companies: 'all' | readonly CompanyId[]
  sites: 'all' | readonly SiteId[]
  groups: 'all' | readonly GroupId[]
  doors: 'all' | readonly AccessPointId[]
  scenarios: 'all' | readonly ScenarioId[]
}
export const everywhere: Scope = { companies: 'all', sites: 'all', groups: 'all', doors: 'all', scenarios: 'all' }

/**
 * Where a thing lies. A part that its kind does not have is left out; null is for a thing that belongs to the whole account, as
 * a universal holiday does to no site: a grant that is limited there does not reach it.
 */
export type Place = {
  company?: CompanyId | null
  site?: SiteId | null
  group?: GroupId | null
  door?: AccessPointId | null
  scenario?: ScenarioId | null
}

/** One thing that somebody may do, and where. */
export type Grant = { permission: Permission; scope: Scope }
