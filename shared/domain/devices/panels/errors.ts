import type { PanelId } from '../../../lib/ids.ts'
import type { FirmwareError } from '../firmware/errors.ts'

/** A panel with that serial number is registered, by this account or another: the answer does not say which. */
export type SerialNumberTaken = { kind: 'serial_number_taken'; serialNumber: string }

/** The panel still has doors: they must be deleted first. */
export type PanelHasAccessPoints = { kind: 'panel_has_access_points'; panelId: PanelId; count: number }

/** The serial number is not registered, or the code is wrong, used up or too old: the answer does not say which. */
export type PairingRefused = { kind: 'pairing_refused' }

/** What an operation of panels can end in on an API's route, besides the errors that every module has. */
export type PanelError = SerialNumberTaken | PanelHasAccessPoints | FirmwareError
