import type { AdministratorId } from '../../../lib/ids.ts'
import { err, ok, type Result } from '../../../lib/result.ts'
import { isAssigned } from '../../access/emergencies/assigned.ts'
import { fullScenario } from '../../access/emergencies/entity.ts'
import type { BeyondAssignment, ChangedMeanwhile, NotFound } from '../../common-errors.ts'
import type { Deps } from '../../deps.ts'
import { limitSubscriptions } from '../../outbound/subscriptions/limit.ts'
import { propertyChanges } from '../../record/events/audit.ts'
import { limitsOf } from '../principals/limits.ts'
import { contains } from '../principals/may.ts'
import { everywhere } from '../principals/permission.ts'
import type { AdministratorPrincipal, Principal } from '../principals/principal.ts'
import { roleOfType } from '../roles/defaults.ts'
import { type ChangeAdministratorError, type ChangeDeps, changeAdministrator, outOfReach } from './change.ts'
import { type Administrator, type Assignments, unlimited } from './entity.ts'

/** What is assigned of one kind: all, or these. */
type Assigned = 'all' | readonly { id: number; name: string }[]

/** What is assigned to an administrator, with names, in the order in which it was asked for; nothing that is gone. */
export type AssignedThings = Record<keyof Assignments, Assigned>

type ReadDeps = Pick<Deps, 'administrators' | 'sites' | 'groups' | 'emergencies'>
type AssignError = ChangeAdministratorError | NotFound<'site' | 'group' | 'scenario'> | BeyondAssignment | ChangedMeanwhile

/** What is assigned to an administrator of the account (API document, Retrieve admin assignments). */
export const getAssignments = async (
  deps: ReadDeps,
  principal: Principal,
  administratorId: AdministratorId,
): Promise<Result<AssignedThings, NotFound<'administrator'>>> => {
  const administrator = await deps.administrators.get(principal.accountId, administratorId)
  if (!administrator) return err({ kind: 'not_found', what: 'administrator', id: administratorId })
  return ok(await thingsOf(deps, principal, administrator.assignments ?? unlimited))
}

/**
 * Limits an administrator to some sites, groups and emergency scenarios (API document, Configure admin assignments); tokens that
 * live are judged again. Nobody assigns more than is assigned to them, changes what is assigned to them, or limits an owner of the
 * account.
 */
export const setAssignments = async (
  deps: ReadDeps & ChangeDeps & Pick<Deps, 'subscriptions' | 'whole'>,
  principal: AdministratorPrincipal,
  administratorId: AdministratorId,
  wanted: Assignments,
): Promise<Result<AssignedThings, AssignError>> => {
  const things = await thingsOf(deps, principal, wanted)
  const refused = missingOf(wanted, things) ?? beyond(principal, wanted)
  const changed = await changeAdministrator<AssignError>(deps, principal, administratorId, (before, { self }) => {
    // An owner acts without limits: one would take rights from the account's last resort.
    if (self || roleOfType(before.type, before.canCreateAdmins) === undefined) return err(outOfReach)
    if (refused) return err(refused)
    return decideAssignments(before, wanted)
  })
  if (!changed.ok) return changed
  // Also when nothing has changed: a repeat finishes what broke off.
  const followed = await limitSubscriptions(deps, principal.accountId, changed.value)
  return followed.ok ? ok(things) : followed
}

const decideAssignments = (before: Administrator, wanted: Assignments) => {
  const { assignments = unlimited, ...rest } = before
  const changes = propertyChanges(texts(assignments), texts(wanted), ['sites', 'groups', 'emergencyScenarios'])
  if (changes.length === 0) return undefined
  const next: Administrator = isUnlimited(wanted) ? rest : { ...rest, assignments: wanted }
  return ok({ next, changes, isAnnounced: true })
}

const isUnlimited = ({ sites, groups, scenarios }: Assignments) => [sites, groups, scenarios].every((one) => one === 'all')

/** What an audit event says of assignments: the ids, in order. */
const texts = ({ sites, groups, scenarios }: Assignments) => ({
  sites: textOf(sites),
  groups: textOf(groups),
  emergencyScenarios: textOf(scenarios),
})

const textOf = (assigned: 'all' | readonly number[]): string => {
  if (assigned === 'all') return 'all'
  return assigned.length === 0 ? 'none' : assigned.toSorted((one, other) => one - other).join(', ')
}

const beyond = (principal: Principal, wanted: Assignments): BeyondAssignment | undefined => {
  const limits = limitsOf(principal)
  return limits && !contains(limits.scope, { ...everywhere, ...wanted }) ? { kind: 'beyond_assignment' } : undefined
}

/** The first thing that is to be assigned and that the caller does not have. */
const missingOf = (wanted: Assignments, things: AssignedThings): NotFound<'site' | 'group' | 'scenario'> | undefined => {
  const kinds = [
    ['site', wanted.sites, things.sites],
    ['group', wanted.groups, things.groups],
    ['scenario', wanted.scenarios, things.scenarios],
  ] as const
  for (const [what, ids, found] of kinds) {
    if (ids === 'all' || found === 'all') continue
    const known = new Set(found.map(({ id }) => id))
    const missing = ids.find((id) => !known.has(id))
    if (missing !== undefined) return { kind: 'not_found', what, id: missing }
  }
  return undefined
}

/** Those of the things that are assigned to the caller too. */
const thingsOf = async (
  deps: Omit<ReadDeps, 'administrators'>,
  principal: Principal,
  { sites, groups, scenarios }: Assignments,
): Promise<AssignedThings> => {
  const { accountId } = principal
  const [foundSites, foundGroups, stored] = await Promise.all([
    sites === 'all' ? [] : deps.sites.getMany(accountId, sites),
    groups === 'all' ? [] : deps.groups.getMany(accountId, groups),
    scenarios === 'all' || scenarios.length === 0 ? [] : deps.emergencies.all(accountId),
  ])
  // The full ones exist in every account, whether or not they are stored.
  const all = [fullScenario('lockdown'), fullScenario('egress'), ...stored]
  const byId = new Map(all.filter((one) => isAssigned(principal, one)).map((one) => [one.id, one]))
  return {
    sites: sites === 'all' ? 'all' : foundSites.map(({ id, siteName }) => ({ id, name: siteName })),
    groups: groups === 'all' ? 'all' : foundGroups.map(({ id, name }) => ({ id, name })),
    scenarios: scenarios === 'all' ? 'all' : scenarios.flatMap((id) => byId.get(id) ?? []).map(({ id, name }) => ({ id, name })),
  }
}
