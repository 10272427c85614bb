import { definedOf } from '../../../lib/defined.ts'
import type { PersonRecord } from '../../access/decisions/entity.ts'
import type { PanelCredential, PanelUser, PanelVisit } from '../../access/decisions/rules.ts'
import { isCard } from '../../people/credentials/entity.ts'
import { withParents } from '../../people/groups/tree.ts'
import type { Compiled } from './compiled-fields.ts'
import type { PersonSources } from './rule-sources.ts'

const dates = ({ effectiveFrom, effectiveTo }: { effectiveFrom?: number | undefined; effectiveTo?: number | undefined }) => ({
  ...(effectiveFrom === undefined ? {} : { effectiveFrom }),
  ...(effectiveTo === undefined ? {} : { effectiveTo }),
})

/** The groups and users with a rule at a panel, and the groups that enable a schedule there. */
export type Permitted = { groups: ReadonlySet<number>; users: ReadonlySet<number>; enabling: ReadonlySet<number> }

/** What a panel with this scope holds of one person. `groupsById` has the groups of the person and all above them. */
export const compilePerson = (
  { id, user, credentials }: PersonSources,
  groupsById: ReadonlyMap<number, Compiled<'group'>>,
  scope: Permitted,
): PersonRecord => {
  const [compiled] = user ? compileUser(user, groupsById, scope) : []
  if (!compiled) return { id, credentials: [] }
  const people = new Set<number>([id])
  return {
    id,
    user: compiled,
    credentials: [...credentials]
      .sort((one, other) => one.id - other.id)
      .flatMap((credential) => compileCredential(credential, people)),
  }
}

/**
 * Somebody who may pass here, with the groups that matter here: those that give permission, and those that enable a schedule by
 * their presence. So joining any other group changes nothing.
 */
export const compileUser = (
  user: Compiled<'user'>,
  groupsById: ReadonlyMap<number, Compiled<'group'>>,
  permitted: Permitted,
): PanelUser[] => {
  const all = withParents(user.groupIds, groupsById)
  if (!permitted.users.has(user.id) && !all.some((id) => permitted.groups.has(id))) return []
  const groupIds = all.filter((id) => permitted.groups.has(id) || permitted.enabling.has(id)).sort((one, other) => one - other)
  const pin = user.pin === undefined ? {} : { pin: user.pin }
  return [{ id: user.id, suspended: user.suspended, ...pin, ...dates(user), groupIds, ...visitOf(user) }]
}

const visitOf = (user: Compiled<'user'>): { visit?: PanelVisit } => {
  if (!('visit' in user)) return {}
  const { startsAt, endsAt, stopped } = user.visit
  return { visit: { startsAt, endsAt, ...(stopped ? { stopped: true } : {}) } }
}

/** What somebody holds, as far as it may open something or explain why it does not. `people` are those in the rules. */
export const compileCredential = (credential: Compiled<'credential'>, people: ReadonlySet<number>): PanelCredential[] => {
  const { id, kind, encoded, state, userId, passesLeft, relays, alarm } = credential
  // A PIN is in its user's record; what is still in stock opens nothing and explains nothing.
  if (userId === undefined || !people.has(userId) || kind === 'pin' || state === 'pending') return []
  const own = definedOf({
    kind: kind === 'card' ? undefined : kind,
    bits: isCard(credential) ? credential.bits : undefined,
    state: state === 'active' ? undefined : state,
    passesLeft,
    relays,
    alarm,
  })
  return [{ id, encoded, userId, ...own, ...dates(credential) }]
}
