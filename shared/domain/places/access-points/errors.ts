import type { AccessPointId, PanelId } from '../../../lib/ids.ts'

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

/** What an operation of access points can end in on an API's route, besides the errors that every module has. */
export type AccessPointError = PanelFull | ActivationNotEnabled | AccessPointNotConnected | UnlockDenied | FloorsInvalid
