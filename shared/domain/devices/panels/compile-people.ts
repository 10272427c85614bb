import { definedOf } from '../../../lib/defined.ts'
import { GroupId, type UserId } from '../../../lib/ids.ts'
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

/**
 * For each group what being in it makes of somebody at a panel: the ids, with dots between, of the groups by which its members may pass,
 * and, marked with an `e`, of those that give no permission: by them they enable a schedule, or are escorted. Groups that make nothing of anybody are left out.
 */
export type GroupEffects = Readonly<Record<string, string>>

/** What decides who is in the rules of a panel: what its groups make of their members, and the users with a rule of their own there. */
export type Scope = { effects: GroupEffects; users: ReadonlySet<number> }

/** The effects of groups, of which `passing` have a rule at the panel and `noted` enable a schedule or are escorted there. */
export const effectsOf = (
  groups: readonly Compiled<'group'>[],
  passing: ReadonlySet<number>,
  noted: ReadonlySet<number>,
): GroupEffects => {
  const byId = new Map(groups.map((group) => [group.id as number, group]))
  const effectOf = (id: number): string[] => {
    if (passing.has(id)) return [String(id)]
    return noted.has(id) ? [`${id}e`] : []
  }
  return Object.fromEntries(
    groups
      .map(({ id }) => [id, withParents([id], byId).flatMap(effectOf).sort().join('.')] as const)
      .filter(([, effect]) => effect !== ''),
  )
}

/** What a panel with this scope holds of one person. */
export const compilePerson = ({ id, user, credentials }: PersonSources, scope: Scope): PersonRecord => {
  const [compiled] = user ? compileUser(user, scope) : []
  if (!compiled) return { id, credentials: [] }
  const people = new Set<number>([id])
  const held = [...credentials].sort((one, other) => one.id - other.id)
  return { id, user: compiled, credentials: held.flatMap((credential) => compileCredential(credential, people)) }
}

/**
 * Somebody who may pass here, with the groups that matter here: those that give permission, those that enable a schedule by
 * their presence, and those whose members are escorted. So joining any other group changes nothing.
 */
export const compileUser = (user: Compiled<'user'>, { effects, users }: Scope): PanelUser[] => {
  const here = [...new Set(user.groupIds.flatMap((id) => effects[id]?.split('.') ?? []))]
  if (!users.has(user.id) && here.every((effect) => effect.endsWith('e'))) return []
  const groupIds = here.map((effect) => GroupId.parse(Number.parseInt(effect, 10))).sort((one, other) => one - other)
  const pin = user.pin === undefined ? {} : { pin: user.pin }
  return [{ id: user.id, suspended: user.suspended, ...pin, ...dates(user), groupIds, ...visitOf(user) }]
}

const visitOf = (user: Compiled<'user'>): { visit?: PanelVisit } => {
  if (!('visit' in user)) return {}
  const { startsAt, endsAt, stopped } = user.visit
  return { visit: { startsAt, endsAt, ...(stopped ? { stopped: true } : {}) } }
}

/** What somebody holds, as far as it may open something or explain why it does not. `people` are those in the rules. */
export const compileCredential = (
  credential: Compiled<'credential'>,
  people: { has: (id: UserId) => boolean },
): PanelCredential[] => {
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
