import type { AccessPointId, PanelId } from '../../../lib/ids.ts'
import type { AccessPointType } from './types.ts'

/** The panel holds as many doors as it can. */
export type PanelFull = { kind: 'panel_full'; panelId: PanelId; count: number }

/** The door may not be opened by a command. */
export type ActivationNotEnabled = { kind: 'activation_not_enabled'; accessPointId: AccessPointId }

/** The door's panel is not connected, so no command was stored. */
export type AccessPointNotConnected = { kind: 'access_point_not_connected'; accessPointId: AccessPointId }

/** The card holder may not pass the door now, or has no key in a phone. */
export type UnlockDenied = { kind: 'unlock_denied'; accessPointId: AccessPointId }

/** No floor was named, or more than can be pulsed by one order. */
export type FloorsInvalid = { kind: 'floors_invalid'; count: number; max: number }

/** Access points of this type have no such setting, or cannot have it on. */
export type SettingNotOfType = {
  kind: 'setting_not_of_type'
  type: AccessPointType
  setting:
    | 'activationEnabled'
    | 'reportLiveStatus'
    | 'unlockScheduleId'
    | 'twoFactorEnabled'
    | 'failedAttempts'
    | 'floorNumber'
    | 'relay'
    | 'wiegandPort'
    | 'lockSerialNumber'
}

/** The lift of a floor has to be a door: a floor or a lock has no cabin behind it. */
export type NoLift = { kind: 'no_lift'; accessPointId: AccessPointId }

/** Another access point has this output of the panel, or this lock. */
export type ConnectionTaken = { kind: 'connection_taken'; setting: 'relay' | 'lockSerialNumber' | 'wiegandPort'; value: string }

/** The access point has no lock, so nothing can hold it open or shut. */
export type NothingToLock = { kind: 'nothing_to_lock'; accessPointId: AccessPointId }

/**
 * The access point is held locked or unlocked, so it is not deleted: its panel would let go of it first. Or it is a border of an area, which might do
 * nothing without it.
 */
export type AccessPointHeld = { kind: 'access_point_held'; name: string; by: 'override' | 'emergency' | 'area' }

/** What an operation of access points can end in on an API's route, besides the errors that every module has. */
export type AccessPointError =
  | PanelFull
  | ActivationNotEnabled
  | AccessPointNotConnected
  | UnlockDenied
  | FloorsInvalid
  | SettingNotOfType
  | NoLift
  | ConnectionTaken
  | NothingToLock
  | AccessPointHeld
