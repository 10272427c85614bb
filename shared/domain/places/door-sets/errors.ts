import type { AccessPointId, DoorSetId } from '../../../lib/ids.ts'

/** A side of the door lies in another exclusive set, `doorSetId`: it has to be taken out of that one first. */
export type DoorInExclusiveSet = { kind: 'door_in_exclusive_set'; accessPointId: AccessPointId; doorSetId: DoorSetId }
