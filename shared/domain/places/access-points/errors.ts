import type { AccessPointId, PanelId } from '../../../lib/ids.ts'

/** The panel holds as many doors as it can. */
export type PanelFull = { kind: 'panel_full'; panelId: PanelId; count: number }

/** The door may not be opened by a command. */
export type ActivationNotEnabled = { kind: 'activation_not_enabled'; accessPointId: AccessPointId }

/** The door's panel is not connected, so no command was stored. */
export type AccessPointNotConnected = { kind: 'access_point_not_connected'; accessPointId: AccessPointId }

/** What an operation of access points can end in on an API's route, besides the errors that every module has. */
export type AccessPointError = PanelFull | ActivationNotEnabled | AccessPointNotConnected
