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
} as const satisfies Answers<PanelError>
