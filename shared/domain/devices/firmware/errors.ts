import type { PanelId } from '../../../lib/ids.ts'

/** The panel is out of contact, so nothing was asked of it. */
export type PanelNotConnected = { kind: 'panel_not_connected'; panelId: PanelId }

/** No image of that version is published, and the panel does not run it. */
export type FirmwareNotAvailable = { kind: 'firmware_not_available'; version: string }

/** What an operation of firmware can end in on an API's route, besides the errors that every module has. */
export type FirmwareError = PanelNotConnected | FirmwareNotAvailable
