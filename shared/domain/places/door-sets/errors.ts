import type { AccessPointId, DoorSetId } from '../../../lib/ids.ts'

/** A side of the door lies in another exclusive set, `doorSetId`: it has to be taken out of that one first. */
export type DoorInExclusiveSet = { kind: 'door_in_exclusive_set'; accessPointId: AccessPointId; doorSetId: DoorSetId }

/**
 * Why a set cannot have a zone code. `taken`: a PIN, a switch code or another set has it. `beside_another`: somebody has the code one lower or one
 * higher, and a door of the account takes such a one for a silent alarm. `too_short`: the account asks for `minimum` digits. `malformed`: it is not 4
 * to 8 digits. `floor`: a floor of a lift, which has no keypad, lies in the set. No message repeats the digits, or says whose a code is.
 */
export type ZoneCodeInvalid = { kind: 'zone_code_invalid' } & (
  | { problem: 'taken' | 'beside_another' | 'malformed' }
  | { problem: 'too_short'; minimum: number }
  | { problem: 'floor'; accessPointId: AccessPointId }
)
