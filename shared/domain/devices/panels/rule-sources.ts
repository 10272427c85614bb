import type { AccountId, DoorSetId, GroupId, PanelId, ScheduleId, SiteId, UserId } from '../../../lib/ids.ts'
import type { DoorSetMember } from '../../places/door-sets/entity.ts'
import type { Compiled } from './compiled-fields.ts'

/** What one panel's rules are made from besides people, as it stood when it was read: more of it than the rules need does no harm. */
export type FrameSources = {
  accountId: AccountId
  panelId: PanelId
  accessPoints: Compiled<'access-point'>[]
  /** By site id. */
  timeZones: ReadonlyMap<number, string>
  rules: Compiled<'rule'>[]
  /** Which doors lie in which sets. */
  doorSets: DoorSetMember[]
  /** Those sets. */
  sets: Compiled<'door-set'>[]
  readers: Compiled<'reader'>[]
  areas: Compiled<'area'>[]
  groups: Compiled<'group'>[]
  schedules: Compiled<'schedule'>[]
  holidays: Compiled<'holiday'>[]
}

/** What a frame was read from, and the groups whose members may pass: those with a rule, and those below them. */
export type FrameRead = FrameSources & { passingGroupIds: number[] }

/** All that one panel's rules are made from. */
export type RuleSources = FrameSources & {
  users: Compiled<'user'>[]
  credentials: Compiled<'credential'>[]
}

/** What the record of one person is made from; no `user` where there is none (any more). */
export type PersonSources = { id: UserId; user: Compiled<'user'> | undefined; credentials: Compiled<'credential'>[] }

/**
 * Something that the rules of many panels may be made from, so that its change has to find them. A `group` is one whose members
 * may pass there, enable a schedule or are escorted, or one below such a group: so whoever leaves it is taken out of the rules, also when the group may not
 * pass any more and nobody has worked that in yet.
 */
export type RuleSource =
  | { kind: 'site'; id: SiteId }
  | { kind: 'schedule'; id: ScheduleId }
  | { kind: 'door-set'; id: DoorSetId }
  | { kind: 'group'; id: GroupId }
