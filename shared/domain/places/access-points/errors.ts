import type { AccessPointId, AreaId, GroupId, PanelId, ScheduleId } from '../../../lib/ids.ts'
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
    | 'doorRules'
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

/** In which part of what a door asks for a schedule is named. */
export type ScheduledDoorRule = 'factors' | 'twoPerson'

/**
 * Why a door cannot ask for what it is to ask for. `setting` is what the change names. `two_factor_enabled`: factors beside the setting that asks for
 * a PIN with each card; `own_unlock_schedule`, `unlock_schedule`: an interlock of a door that stands unlocked during a schedule, or with one that
 * does; `named_by_interlock`: an unlock schedule of a door that another one names in its interlock; `not_a_door`: an interlock with a floor or an output; `area_holds_one`: two people would enter an area together that holds one.
 */
export type DoorRulesProblem =
  | { problem: 'two_factor_enabled'; setting: 'doorRules' | 'twoFactorEnabled' }
  | { problem: 'own_unlock_schedule'; setting: 'doorRules' | 'unlockScheduleId' }
  | { problem: 'area_holds_one'; areaId: AreaId }
  | { problem: 'interlocked_with_itself' }
  | { problem: 'named_by_interlock'; accessPointId: AccessPointId }
  | { problem: 'door_missing' | 'other_panel' | 'not_a_door' | 'unlock_schedule'; accessPointId: AccessPointId }
  | { problem: 'group_missing'; groupId: GroupId }
  | { problem: 'schedule_missing' | 'schedule_of_other_site'; rule: ScheduledDoorRule; scheduleId: ScheduleId }

/** What the door is to ask for cannot be composed. */
export type DoorRulesInvalid = { kind: 'door_rules_invalid' } & DoorRulesProblem

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
  | DoorRulesInvalid
