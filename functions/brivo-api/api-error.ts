import type { TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Responder } from '../../shared/http/env.ts'
import type { ExpectedError, errorAnswers } from './error-answers.ts'
import { type ErrorBody, errorBody } from './error-body.ts'

type StatusOf<E extends ExpectedError> = E extends ExpectedError ? (typeof errorAnswers)[E['kind']]['status'] : never
import { accessPointAnswers } from './errors/access-points.ts'
import { accountAnswers } from './errors/accounts.ts'
import { administratorAnswers } from './errors/administrators.ts'
import { applicationAnswers } from './errors/applications.ts'
import { cameraAnswers } from './errors/cameras.ts'
import { commonAnswers } from './errors/common.ts'
import { credentialAnswers } from './errors/credentials.ts'
import { customFieldAnswers } from './errors/custom-fields.ts'
import { emergencyAnswers } from './errors/emergencies.ts'
import { faceAnswers } from './errors/faces.ts'
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
const answers = {
  ...commonAnswers,
  ...accessPointAnswers,
  ...accountAnswers,
  ...administratorAnswers,
  ...applicationAnswers,
  ...cameraAnswers,
  ...credentialAnswers,
  ...emergencyAnswers,
  ...faceAnswers,
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

type StatusOf<E extends ExpectedError> = E extends ExpectedError ? (typeof answers)[E['kind']]['status'] : never

/** The answers that errors of `E` have; none for an operation that has no errors. */
export type ErrorAnswer<E extends ExpectedError> = E extends ExpectedError
  ? Response & TypedResponse<ErrorBody, StatusOf<E>, 'json'>
  : never

/**
 * Answers an expected error. The statuses it can have are in its type, so a route must declare them. The table of answers knows of
 * every module, and is loaded with the first error.
 */
export const apiError = async <E extends ExpectedError>(c: Responder, error: E): Promise<ErrorAnswer<E>> => {
  const { errorAnswers } = await import('./error-answers.ts')
  // The table has an answer of the right type for every kind, which TypeScript cannot follow through the index.
  const answer = errorAnswers[error.kind] as unknown as {
    status: StatusOf<E> & ContentfulStatusCode
    message: (error: E) => string
  }
  // `c.json` gives exactly this type; it is spelled out since a status computed from `E` is not narrowed by the compiler.
  return errorBody(c, answer.status, answer.message(error)) as unknown as ErrorAnswer<E>
}
