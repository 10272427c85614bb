import type { Deps, StoreName } from '../../deps.ts'
import type { Limits } from '../principals/limits.ts'
import { narrowedBatchJobs, narrowedCredentials, narrowedGroups, narrowedUsers } from './people.ts'
import {
  narrowedAccessPoints,
  narrowedAreas,
  narrowedCameras,
  narrowedCommands,
  narrowedDoorSets,
  narrowedHolidays,
  narrowedPanels,
  narrowedSites,
} from './places.ts'
import { narrowedAccounts, narrowedEvents, narrowedRules, narrowedSubscriptions } from './records.ts'
import { narrowedSchedules } from './schedules.ts'

type Stores = Pick<Deps, StoreName>

/**
 * The stores as an administrator who is limited sees them: what is not assigned is not there, for retrievals, listings, counts and
 * what a change looks up first. So operations know nothing of assignments, with two exceptions: what a change must know beyond
 * that is read from `whole` stores, and what belongs to the account as a whole is refused by `may`. A new store does not compile
 * before it is said here what of it is visible; one that passes as it is holds nothing but what is found by way of another.
 */
export const narrowedStores = (stores: Stores, limits: Limits): Stores & Required<Pick<Deps, 'whole'>> => {
  const { scope } = limits
  const sites = narrowedSites(stores.sites, scope)
  const accessPoints = narrowedAccessPoints(stores.accessPoints, scope)
  const cameras = narrowedCameras(stores.cameras, scope)
  const panels = narrowedPanels(stores.panels, scope)
  const groups = narrowedGroups(stores.groups, scope)
  const users = narrowedUsers(stores.users, { groups }, limits)
  const credentials = narrowedCredentials(stores.credentials, { users }, scope)
  return {
    whole: stores,
    accessPoints,
    areas: narrowedAreas(stores.areas, { panels }, scope),
    batchJobs: narrowedBatchJobs(stores.batchJobs, scope),
    accounts: narrowedAccounts(stores.accounts, { accessPoints, cameras, credentials, panels, sites, users }),
    cameras,
    credentials,
    doorSets: narrowedDoorSets(stores.doorSets, { accessPoints }, scope),
    events: narrowedEvents(stores.events, scope),
    groups,
    holidays: narrowedHolidays(stores.holidays, scope),
    panels,
    rules: narrowedRules(stores.rules, { accessPoints }, scope),
    schedules: narrowedSchedules(stores.schedules, scope),
    sites,
    subscriptions: narrowedSubscriptions(stores.subscriptions, scope),
    users,
    // Who administers the account, and how its applications sign in, is narrowed by permissions.
    administrators: stores.administrators,
    applications: stores.applications,
    grants: stores.grants,
    idempotency: stores.idempotency,
    roles: stores.roles,
    serviceTokens: stores.serviceTokens,
    signIns: stores.signIns,
    commands: narrowedCommands(stores.commands, { accessPoints }, scope),
    // Found by way of a panel, a door or a user.
    rulesLog: stores.rulesLog,
    connections: stores.connections,
    faceConsents: stores.faceConsents,
    invitations: stores.invitations,
    postures: stores.postures,
    presences: stores.presences,
    readers: stores.readers,
    deliveries: stores.deliveries,
    heldDeliveries: stores.heldDeliveries,
    // Each scenario is asked for by `may`: two of them exist without being stored.
    emergencies: stores.emergencies,
    // Of the account as a whole.
    photoSweeps: stores.photoSweeps,
    companies: stores.companies,
    customFields: stores.customFields,
  }
}
