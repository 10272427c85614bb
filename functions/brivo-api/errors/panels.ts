import type { PanelError } from '../../../shared/domain/devices/panels/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const panelAnswers = {
  serial_number_taken: {
    status: 409,
    message: ({ serialNumber }) => `A control panel with serial number '${serialNumber}' is registered already`,
  },
  panel_has_access_points: {
    status: 412,
    message: ({ count }) => `The control panel has ${count} access point(s): delete them first`,
  },
  panel_not_connected: { status: 412, message: () => 'Requested control panel is not connected' },
  firmware_not_available: {
    status: 400,
    message: ({ version }) => `Invalid criteria provided: the firmwareVersion '${version}' is not available`,
  },
} as const satisfies Answers<PanelError>
