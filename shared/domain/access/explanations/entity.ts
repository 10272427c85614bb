import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId, CredentialId, GroupId, ScheduleId, UserId } from '../../../lib/ids.ts'
import type { PanelPresence } from '../../devices/panels/entity.ts'
import type { Credential } from '../../people/credentials/entity.ts'
import type { User } from '../../people/users/entity.ts'
import type { AccessPoint, DoorSide } from '../../places/access-points/entity.ts'
import type { EventType } from '../../record/events/entity.ts'
import type { Decision, Presented, Rule } from '../decisions/decision.ts'

/** What is presented at a door, whichever door that is. */
export type What = Omit<Presented, 'accessPointId' | 'side' | 'readerId'>

/**
 * Who is at the door: a person, with whichever credential of theirs lets them in; one credential; or what a reader read. A PIN may
 * stand beside a credential.
 */
export type Who =
  | { by: 'user'; userId: UserId }
  | { by: 'credential'; credentialId: CredentialId; pin?: string | undefined }
  | { by: 'value'; what: What }

/**
 * A change that nobody has made, to see what it would do. `permission` is that of a group at the door that is asked about; without a
 * schedule it is taken away. A date that is null is taken away, and one that is left out stays.
 */
export type ProposedChange = {
  userGroups?: { add: readonly GroupId[]; remove: readonly GroupId[] } | undefined
  userSuspended?: boolean | undefined
  permission?: { groupId: GroupId; scheduleId: ScheduleId | null } | undefined
  credentialDates?: { effectiveFrom?: Instant | null | undefined; effectiveTo?: Instant | null | undefined } | undefined
}

/**
 * What is asked for. `enabledScheduleIds` and `privacyMode` say what only the panel knows: which schedules a member of a group has
 * enabled, and whether somebody inside has set the lock to privacy.
 */
export type Question = {
  accessPointId: AccessPointId
  who: Who
  side?: DoorSide | undefined
  at: Instant
  assumed: { enabledScheduleIds: readonly ScheduleId[]; privacyMode: boolean }
  change?: ProposedChange | undefined
}

/** What was presented, without its value. */
export type PresentedAs = 'credential' | 'pin' | 'credential_and_pin' | 'nothing'

/** One check of a decision, in words, with names in place of ids. */
export type ExplainedStep = { rule: Rule; passed: boolean; detail?: string }

/**
 * What would be decided, and why. `eventType` is the event that the account would record. `assumptions` say what the decision took
 * for granted that only the panel knows.
 */
export type Verdict = Pick<Decision, 'decision' | 'reason' | 'onlyFloors'> & {
  eventType: EventType
  presentedAs: PresentedAs
  user?: User
  credential?: Credential
  schedule?: { id: ScheduleId; name: string }
  floors?: readonly Pick<AccessPoint, 'id' | 'name'>[]
  trace: readonly ExplainedStep[]
  assumptions: readonly string[]
}

/** `after` is the verdict with the proposed change, where there is one. */
export type Explanation = {
  accessPoint: AccessPoint
  at: Instant
  side: DoorSide
  verdict: Verdict
  after?: Verdict
  presence: PanelPresence | undefined
}
