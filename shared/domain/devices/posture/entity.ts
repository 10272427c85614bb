import { z } from 'zod'
import { AccessPointId, AreaId, PanelId, UserId } from '../../../lib/ids.ts'

/** The most overrides that one panel holds: with them and any emergency its posture stays below `maxPostureBytes`. */
export const maxOverrides = 12
/** The most resets of areas that one panel holds. */
export const maxResets = 32
/** UTF-8 bytes of a posture as JSON: 4 KB for overrides and emergencies, and room for the resets, so that these never keep a lockdown out. */
export const maxPostureBytes = 4_096 + 72 * maxResets

/** Whether an override leaves its door locked or unlocked. */
export const OverrideBehavior = z.enum(['lock', 'unlock'])
export type OverrideBehavior = z.infer<typeof OverrideBehavior>

/**
 * One door that is held locked or unlocked, whatever its unlock schedule says. `until` says what ends it: an instant that was
 * asked for, the next change of the unlock schedule (which `endsAt` names as well), or nothing but its cancellation.
 */
export const Override = z.object({
  accessPointId: AccessPointId,
  behavior: OverrideBehavior,
  until: z.enum(['time', 'schedule_change', 'cancelled']),
  endsAt: z.number().optional(),
})
export type Override = z.infer<typeof Override>

/**
 * What the panel forgets at an area: the passages at or before `at`, of one person, or without a `userId` of everybody. The panel takes each once:
 * passages after it count again.
 */
export const PostureReset = z.object({ areaId: AreaId, userId: UserId.optional(), at: z.number() })
export type PostureReset = z.infer<typeof PostureReset>

/** How an emergency holds a door: `lockdown` locks it to all but excluded groups, `egress` unlocks it; `normal` is no emergency. */
export const DoorMode = z.enum(['normal', 'lockdown', 'egress'])
export type DoorMode = z.infer<typeof DoorMode>

/** The mode of each door of a panel: that of the list it stands in, else `rest`, which the largest number of doors have. */
export const DoorModes = z.object({
  rest: DoorMode,
  normal: z.array(AccessPointId),
  lockdown: z.array(AccessPointId),
  egress: z.array(AccessPointId),
})
export type DoorModes = z.infer<typeof DoorModes>

/**
 * What the doors of a panel are to do besides its rules: desired state, which is sent whole and holds until another version
 * takes its place. A panel without one has version 0.
 */
export const Posture = z.object({
  panelId: PanelId,
  version: z.number(),
  overrides: z.array(Override),
  modes: DoorModes,
  resets: z.array(PostureReset).default([]),
  /** The version with which the modes became what they are. */
  modesVersion: z.number().default(0),
  /** Of what the modes were last worked out: which initiations and clearings were known, and which doors. Absent before the first time. */
  modesOf: z.string().optional(),
  updatedAt: z.number(),
})
export type Posture = z.infer<typeof Posture>

/** Every door has its normal mode. */
export const normalModes: DoorModes = { rest: 'normal', normal: [], lockdown: [], egress: [] }

/** The posture of a panel that never had another. */
export const firstPosture = (panelId: PanelId): Posture => ({
  panelId,
  version: 0,
  overrides: [],
  modes: normalModes,
  resets: [],
  modesVersion: 0,
  updatedAt: 0,
})
