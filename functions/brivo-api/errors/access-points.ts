import type { AccessPointError } from '../../../shared/domain/places/access-points/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const accessPointAnswers = {
  panel_full: { status: 412, message: ({ count }) => `The control panel has ${count} access points, which is all it can hold` },
  access_point_not_connected: { status: 412, message: () => 'Access point is not connected' },
  activation_not_enabled: { status: 403, message: () => 'You are not allowed to perform that action' },
} as const satisfies Answers<AccessPointError>
