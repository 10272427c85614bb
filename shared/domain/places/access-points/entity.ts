import { z } from 'zod'
import { AccessPointId, PanelId, ScheduleId, SiteId } from '../../../lib/ids.ts'
import { SetDoorRules } from './door-rules.ts'
import { DoorSide } from './door-side.ts'
import { AccessPointType, type WirelessLockType } from './types.ts'

export { DoorSide }

/**
 * Where a floor of a lift is: behind the access point of the lift, whose reader is in the cabin. `number` is the floor's own, as people
 * count them, so it may be 0 or negative; `relay` is the output that lets passengers choose it, counted among those of the lift.
 */
export const LiftFloor = z.object({ liftId: AccessPointId, number: z.int(), relay: z.int().positive() })
export type LiftFloor = z.infer<typeof LiftFloor>

/**
 * When a reader is blocked: after `limit` attempts in a row with what belongs to nobody, for `blockSeconds`. What is valid is refused then
 * too.
 */
export const FailedAttempts = z.object({ limit: z.int().positive(), blockSeconds: z.int().positive() })
export type FailedAttempts = z.infer<typeof FailedAttempts>

/**
 * An access point: a door, or what else a permission can lead to. The name of its site is kept here too, so that a retrieval is one
 * read.
 */
export const AccessPoint = z.object({
  id: AccessPointId,
  version: z.number(),
  name: z.string(),
  panelId: PanelId,
  siteId: SiteId,
  siteName: z.string(),
  activationEnabled: z.boolean(),
  twoFactorEnabled: z.boolean(),
  type: AccessPointType,
  /** Of a floor of a lift. */
  floor: LiftFloor.optional(),
  /** Of a wireless lock: by what the panel knows it on its radio. */
  lockSerialNumber: z.string().optional(),
  /** Of a Wiegand output: which one of the panel's. */
  wiegandPort: z.int().positive().optional(),
  reportLiveStatus: z.boolean(),
  pulseSeconds: z.number(),
  /** The door stands unlocked while this schedule is open. */
  unlockScheduleId: ScheduleId.optional(),
  /** Its readers are blocked after too many failed attempts; without it never. */
  failedAttempts: FailedAttempts.optional(),
  /** What it asks for besides a permission. */
  doorRules: SetDoorRules.optional(),
  createdAt: z.number(),
  updatedAt: z.number(),
})
export type AccessPoint = z.infer<typeof AccessPoint>

/**
 * What an access point has for itself alone: a floor its output behind its lift, a Wiegand output its port at the panel, a wireless lock
 * its serial number in the account. A wired door has nothing of the kind: which inputs and outputs it uses is the panel's affair.
 */
export type Connection = { setting: 'relay' | 'lockSerialNumber' | 'wiegandPort'; at: number; value: string }

/** Undefined for a wired door. `at` is the lift or the panel, and 0 for the account. */
export const connectionOf = ({
  floor,
  lockSerialNumber,
  wiegandPort,
  panelId,
}: Pick<AccessPoint, 'floor' | 'lockSerialNumber' | 'wiegandPort' | 'panelId'>): Connection | undefined => {
  if (floor) return { setting: 'relay', at: floor.liftId, value: String(floor.relay) }
  if (wiegandPort !== undefined) return { setting: 'wiegandPort', at: panelId, value: String(wiegandPort) }
  return lockSerialNumber === undefined
    ? undefined
    : { setting: 'lockSerialNumber', at: 0, value: lockSerialNumber.toUpperCase() }
}

type Settings = Pick<AccessPoint, 'name' | 'activationEnabled' | 'twoFactorEnabled' | 'reportLiveStatus' | 'pulseSeconds'>

/** What an access point is, and where it is connected. A floor is at the panel of its lift. */
export type Hardware =
  | { type: 'DOOR'; panelId: PanelId }
  | { type: 'FLOOR'; floor: LiftFloor }
  | { type: 'WIEGAND'; panelId: PanelId; wiegandPort: number }
  | { type: WirelessLockType; panelId: PanelId; lockSerialNumber: string }

/**
 * What a new access point is made of. `pulseSeconds` is how long a pulse leaves it unlocked. What is left out is on
 * where the type can do it; only the second factor is off.
 */
export type CreateAccessPoint = {
  hardware: Hardware
  unlockScheduleId?: ScheduleId
  failedAttempts?: FailedAttempts
  doorRules?: SetDoorRules
} & Pick<Settings, 'name' | 'pulseSeconds'> &
  Partial<Settings>
/**
 * What to change of an access point: what is left out stays as it is, and `null` takes the unlock schedule, the limit of failed attempts or
 * what it asks for away. `doorRules` replaces all of what it asks for. What it is stays, and a floor stays behind its lift.
 */
export type AccessPointChanges = Partial<Settings> & {
  unlockScheduleId?: ScheduleId | null
  failedAttempts?: FailedAttempts | null
  doorRules?: SetDoorRules | null
  floor?: Partial<Omit<LiftFloor, 'liftId'>>
  lockSerialNumber?: string
  wiegandPort?: number
}
