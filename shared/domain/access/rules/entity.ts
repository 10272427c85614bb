import { z } from 'zod'
import { AccessPointId, AccessRuleId, DoorSetId, GroupId, PanelId, ScheduleId, SiteId, UserId } from '../../../lib/ids.ts'
import { DoorSide } from '../../places/access-points/entity.ts'

/** Who may pass: everybody in a group, or one person (a user or a visitor). */
export const RuleSubject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('group'), groupId: GroupId }),
  z.object({ kind: z.literal('user'), userId: UserId }),
])
export type RuleSubject = z.infer<typeof RuleSubject>

/**
 * Where: one access point (a door by both sides), one side of a door, those of a set, or every access point of a site but the floors of
 * its lifts, which a rule has to name.
 */
export const RuleTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('door'), accessPointId: AccessPointId }),
  z.object({ kind: z.literal('door_side'), accessPointId: AccessPointId, side: DoorSide }),
  z.object({ kind: z.literal('door_set'), doorSetId: DoorSetId }),
  z.object({ kind: z.literal('site'), siteId: SiteId }),
])
export type RuleTarget = z.infer<typeof RuleTarget>

/**
 * Who may pass where, and when: without a schedule always. A subject and a target may have several rules, each with its own
 * schedule, so a rule is named by its id. `isPair` marks the one rule of a group and a door that APIs without rule ids set;
 * there is at most one. `panelId` is a copy: the panel of the access point or of
 * the side's door.
 */
export const AccessRule = z.object({
  id: AccessRuleId,
  version: z.number(),
  subject: RuleSubject,
  target: RuleTarget,
  scheduleId: ScheduleId.optional(),
  privacyModeOverride: z.boolean().optional(),
  isPair: z.literal(true).optional(),
  panelId: PanelId.optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type AccessRule = z.infer<typeof AccessRule>

/** A rule of a group at one door, by both sides: what a group permission is. */
export type GroupDoorRule = AccessRule & {
  subject: Extract<RuleSubject, { kind: 'group' }>
  target: Extract<RuleTarget, { kind: 'door' }>
}
