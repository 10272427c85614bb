import type { AccessPointId, PanelId } from '../../../lib/ids.ts'

/** What is asked for does not fit the door: its schedule is missing or never changes, or the end is not in the future. */
export type OverrideInvalid = {
  kind: 'override_invalid'
  problem: 'no_unlock_schedule' | 'schedule_never_changes' | 'end_is_past'
}

/** The door has an override already; there is one at most. */
export type AlreadyOverridden = { kind: 'already_overridden'; accessPointId: AccessPointId }

/** The door has no override to cancel. */
export type NotOverridden = { kind: 'not_overridden'; accessPointId: AccessPointId }

/** The panel holds as many overrides as it can. */
export type OverridesFull = { kind: 'overrides_full'; panelId: PanelId; count: number }

/** The door's panel is not connected, so its override stays as it was. */
export type OverrideUnreachable = { kind: 'override_unreachable'; wanted: 'set' | 'cancel' }

/** An unlock schedule does not change while a door that it unlocks is held by an override. */
export type HeldByOverride = { kind: 'held_by_override'; accessPointId: AccessPointId; name: string }

/** What an operation of overrides can end in on an API's route, besides the errors that every module has. */
export type OverrideError =
  | OverrideInvalid
  | AlreadyOverridden
  | NotOverridden
  | OverridesFull
  | OverrideUnreachable
  | HeldByOverride
