import type { AccountId, PanelId } from '../../../lib/ids.ts'
import type { DoorSetMember } from '../../places/door-sets/entity.ts'
import type { Compiled } from './compiled-fields.ts'

/** All that one panel's rules are made from, as it stood when it was read: more of it than the rules need does no harm. */
export type RuleSources = {
  accountId: AccountId
  panelId: PanelId
  accessPoints: Compiled<'access-point'>[]
  /** By site id. */
  timeZones: ReadonlyMap<number, string>
  rules: Compiled<'rule'>[]
  doorSets: DoorSetMember[]
  groups: Compiled<'group'>[]
  schedules: Compiled<'schedule'>[]
  holidays: Compiled<'holiday'>[]
  users: Compiled<'user'>[]
  credentials: Compiled<'credential'>[]
}
