import type { Instant } from '../../../lib/clock.ts'
import type { AccessPointId, CredentialId, ReaderId, UserId } from '../../../lib/ids.ts'
import type { PresentedKind } from '../../people/credentials/entity.ts'
import type { DoorSide } from '../../places/access-points/entity.ts'

type Common = {
  /** Place in the panel's numbering. */
  sequence: number
  /** Why the panel decided so, or what the door did: a `DenialReason`, `granted`, `no_rules`, a `DoorReason`, a `PanelReason`, or what a newer panel knows. */
  reason: string
  /** By the panel's clock, which it trusts to 5 seconds when `clockQuality` is `synced`. */
  occurredAt: Instant
  clockQuality: 'synced' | 'unsynced'
  /** The version of the rules that the panel had; 0 without any. */
  configVersion?: number | undefined
}

/** Somebody presented something at a door, and the panel decided. */
export type ReportedAccess = Common & {
  kind: 'access'
  accessPointId: AccessPointId
  decision: 'granted' | 'denied'
  /** `kind` says what `encodedCredential` is the value of: a card when it is left out. */
  presented: {
    kind?: PresentedKind | undefined
    encodedCredential?: string | undefined
    bits?: number | undefined
    pinUsed?: boolean | undefined
  }
  /** Of the door: 1 entry, 2 exit; 1 when it is left out. */
  side?: DoorSide | undefined
  readerId?: ReaderId | undefined
  credentialId?: CredentialId | undefined
  userId?: UserId | undefined
  /** Of a lift: the floors that could be chosen. */
  floorIds?: readonly AccessPointId[] | undefined
}
/** A door did something of itself, or somebody did something there that is no decision: of a silent alarm it is known who. */
export type ReportedDoor = Common & {
  kind: 'door'
  accessPointId: AccessPointId
  credentialId?: CredentialId | undefined
  userId?: UserId | undefined
}
/** An input of the panel itself changed. */
export type ReportedInput = Common & { kind: 'panel' }
/** The panel dropped the events `from` to `to`; `sequence` is `to`. */
export type ReportedLoss = Common & { kind: 'lost'; lost: { from: number; to: number } }

/** What a panel reports: the decisions are its own, and are recorded as they were made. */
export type ReportedEvent = ReportedAccess | ReportedDoor | ReportedInput | ReportedLoss
