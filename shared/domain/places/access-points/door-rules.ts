import { z } from 'zod'
import { AccessPointId, GroupId, ScheduleId } from '../../../lib/ids.ts'
import { DoorSide } from './door-side.ts'

/** What somebody identifies themself by. A QR code counts as a `pin`, and a card of any kind as a `card`. */
export const Factor = z.enum(['card', 'pin', 'finger', 'mobile_key', 'plate', 'face'])
export type Factor = z.infer<typeof Factor>

/** When and at which side of a door something is asked: without a schedule always, without a `side` at both. */
const When = z.object({ scheduleId: ScheduleId.optional(), side: DoorSide.optional() })

/** Several factors of one person: any one of the `sets` is enough, complete within `completionSeconds`. Outside the schedule one factor is. */
export const RequiredFactors = When.extend({ sets: z.array(z.array(Factor).min(2)).min(1) })
export type RequiredFactors = z.infer<typeof RequiredFactors>

/** Two people who may pass, one after the other within `completionSeconds`. */
export const TwoPersonRule = When
export type TwoPersonRule = z.infer<typeof TwoPersonRule>

/** Members of these groups pass only with somebody who may pass and is in none of them, one after the other within `completionSeconds`. */
export const EscortRule = z.object({ groupIds: z.array(GroupId).min(1) })
export type EscortRule = z.infer<typeof EscortRule>

/** The door opens only while all these doors of the same panel are shut and locked. */
export const Interlock = z.object({ accessPointIds: z.array(AccessPointId).min(1) })
export type Interlock = z.infer<typeof Interlock>

/** What a door asks for besides a permission. */
export const DoorRules = z.object({
  factors: RequiredFactors.optional(),
  twoPerson: TwoPersonRule.optional(),
  escort: EscortRule.optional(),
  interlock: Interlock.optional(),
})
export type DoorRules = z.infer<typeof DoorRules>

/** What an administrator sets of a door: what it asks for, and whether a code one higher than a right one raises a silent alarm there. */
export const SetDoorRules = DoorRules.extend({ silentAlarm: z.literal(true).optional() })
export type SetDoorRules = z.infer<typeof SetDoorRules>

/** How long the first of several factors, or of two people, waits for the others, in seconds. */
export const completionSeconds = 10

/** The most sets of factors of a door and factors of a set, groups that are escorted, and doors that one is interlocked with. */
export const maxFactorSets = 8
export const maxFactorsOfSet = 4
export const maxEscortedGroups = 16
export const maxInterlockedDoors = 16

/** The schedules that say when something is asked. */
export const schedulesOf = ({ factors, twoPerson }: DoorRules = {}): ScheduleId[] =>
  [factors, twoPerson].flatMap((rule) => rule?.scheduleId ?? [])

/** The groups whose members are escorted. */
export const escortedGroupsOf = ({ escort }: DoorRules = {}): readonly GroupId[] => escort?.groupIds ?? []
