import type { FilterError } from '../../shared/dialects/brivo/filter.ts'
import type { DomainError } from '../../shared/domain/errors.ts'
import type { Answers } from '../../shared/http/answers.ts'
import { accessPointAnswers } from './errors/access-points.ts'
import { accountAnswers } from './errors/accounts.ts'
import { administratorAnswers } from './errors/administrators.ts'
import { applicationAnswers } from './errors/applications.ts'
import { areaAnswers } from './errors/areas.ts'
import { cameraAnswers } from './errors/cameras.ts'
import { commonAnswers } from './errors/common.ts'
import { credentialAnswers } from './errors/credentials.ts'
import { customFieldAnswers } from './errors/custom-fields.ts'
import { emergencyAnswers } from './errors/emergencies.ts'
import { faceAnswers } from './errors/faces.ts'
import { idempotencyAnswers } from './errors/idempotency.ts'
import { mobileKeyAnswers } from './errors/mobile-keys.ts'
import { overrideAnswers } from './errors/overrides.ts'
import { panelAnswers } from './errors/panels.ts'
import { photoAnswers } from './errors/photos.ts'
import { roleAnswers } from './errors/roles.ts'
import { ruleAnswers } from './errors/rules.ts'
import { scheduleAnswers } from './errors/schedules.ts'
import { serviceTokenAnswers } from './errors/service-tokens.ts'
import { siteAnswers } from './errors/sites.ts'
import { subscriptionAnswers } from './errors/subscriptions.ts'
import { userAnswers } from './errors/users.ts'
import { visitorAnswers } from './errors/visitors.ts'

/** Every error that a route expects: of an operation, or of a filter that is read beside it. */
export type ExpectedError = DomainError | FilterError

/**
 * Which status and message each expected error has on the wire: `errors/` is the only place that knows. A kind without a line there
 * does not compile.
 */
export const errorAnswers = {
  ...commonAnswers,
  ...accessPointAnswers,
  ...accountAnswers,
  ...administratorAnswers,
  ...applicationAnswers,
  ...areaAnswers,
  ...cameraAnswers,
  ...credentialAnswers,
  ...emergencyAnswers,
  ...faceAnswers,
  ...idempotencyAnswers,
  ...mobileKeyAnswers,
  ...overrideAnswers,
  ...customFieldAnswers,
  ...panelAnswers,
  ...photoAnswers,
  ...roleAnswers,
  ...ruleAnswers,
  ...scheduleAnswers,
  ...serviceTokenAnswers,
  ...siteAnswers,
  ...subscriptionAnswers,
  ...userAnswers,
  ...visitorAnswers,
} satisfies Answers<ExpectedError>
