import type { Context, TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { credentialProblem } from '../../shared/dialects/brivo/credentials/problems.ts'
import type { FilterError } from '../../shared/dialects/brivo/filter.ts'
import type { Noun } from '../../shared/domain/common-errors.ts'
import type { DomainError } from '../../shared/domain/errors.ts'

/** What an answer is made with, whoever may call. */
export type Responder = Pick<Context, 'json' | 'body'>

/** The wire's error body (API document, Error codes). */
export type ErrorBody = { message: string; code: number }

/** Every error that a route expects: of an operation, or of a filter that is read beside it. */
export type ExpectedError = DomainError | FilterError

/** The words of a 404 by what was not found, and the id that it was asked for by. */
const notFoundMessages: Record<Noun, (id: number | string) => string> = {
  'access point': () => 'Unknown Access Point',
  account: () => 'Account not found',
  administrator: (id) => `Administrator with id ${id} does not exist`,
  command: () => 'The requested command was not found',
  credential: (id) => `No credential could be retrieved for credential id: ${id}`,
  'event subscription': () => 'Event subscription not found',
  group: () => 'Unknown Group',
  holiday: () => 'The requested resource was not found.',
  panel: () => 'Requested control panel not found',
  schedule: () => 'The requested resource was not found.',
  site: () => 'Site not found',
  user: () => 'Requested user not found',
}

/**
 * The only place that knows which status and words an expected error has on the wire. A kind without a line here does not
 * compile.
 */
const answers = {
  not_found: { status: 404, message: ({ what, id }) => notFoundMessages[what](id) },
  summary_denied: { status: 403, message: () => 'Access to the requested resource was denied' },
  username_unavailable: {
    status: 400,
    message: () => 'Attempting to create an admin with an invalid or unavailable username',
  },
  administrator_type_not_allowed: { status: 403, message: () => 'You are not allowed to perform that action' },
  site_has_panels: {
    status: 412,
    message: ({ count }) => `The site has ${count} control panel(s): move them to another site or delete them first`,
  },
  serial_number_taken: {
    status: 409,
    message: ({ serialNumber }) => `A control panel with serial number '${serialNumber}' is registered already`,
  },
  panel_has_access_points: {
    status: 412,
    message: ({ count }) => `The control panel has ${count} access point(s): delete them first`,
  },
  panel_full: { status: 412, message: ({ count }) => `The control panel has ${count} access points, which is all it can hold` },
  access_point_not_connected: { status: 412, message: () => 'Access point is not connected' },
  activation_not_enabled: { status: 403, message: () => 'You are not allowed to perform that action' },
  schedule_reference_not_found: { status: 404, message: () => 'The requested resource was not found.' },
  schedule_not_editable: { status: 403, message: () => 'This schedule cannot be edited or deleted' },
  schedule_in_use: {
    status: 412,
    message: ({ by }) => `Schedule in use by: ${by === 'rule' ? 'user group(s)' : 'devices(s)'}`,
  },
  external_id_taken: {
    status: 400,
    message: ({ externalId }) => `Invalid value '${externalId}' for 'externalId': another user of the account has it`,
  },
  pin_taken: { status: 400, message: () => "Invalid value for 'pin': another user of the account has it" },
  dates_reversed: { status: 400, message: () => "Invalid value for 'effectiveTo': it is before effectiveFrom" },
  too_many_groups: { status: 400, message: ({ maximum }) => `A user can be a member of at most ${maximum} groups` },
  privacy_mode_unsupported: { status: 400, message: () => "This device doesn't support privacyModeOverride." },
  credential_unassigned: { status: 404, message: () => 'User not found' },
  credential_not_valid: { status: 400, message: () => 'Credential not valid' },
  credential_of_another: { status: 400, message: () => 'Invalid criteria provided' },
  duplicate_credential: { status: 400, message: () => 'Duplicate Credential Found' },
  invalid_credential: {
    status: 400,
    message: ({ problem }) => {
      const { field, message } = credentialProblem(problem)
      return `Invalid value for '${field}': ${message}`
    },
  },
  invalid_receiver_url: {
    status: 400,
    message: ({ url, reason }) => `Invalid value '${url.slice(0, 100)}' for 'url': ${reason}`,
  },
  invalid_criteria: {
    status: 400,
    message: ({ what }) =>
      what === 'user'
        ? 'Invalid criteria provided'
        : `Event subscription contained invalid ${what === 'site' ? 'Site' : 'Device'} criteria`,
  },
  too_many_subscriptions: {
    status: 400,
    message: ({ maximum }) => `An account may have at most ${maximum} event subscriptions`,
  },
  changed_meanwhile: { status: 409, message: (error) => `The ${error.what} was changed by another request; try again` },
  invalid_filter: { status: 400, message: (error) => error.message },
} as const satisfies { [K in ExpectedError['kind']]: Answer<K> }

type Answer<K extends ExpectedError['kind']> = {
  status: ContentfulStatusCode
  message: (error: Extract<ExpectedError, { kind: K }>) => string
}
type StatusOf<E extends ExpectedError> = E extends ExpectedError ? (typeof answers)[E['kind']]['status'] : never

/** The answers that errors of `E` have; none for an operation that has no errors. */
export type ErrorAnswer<E extends ExpectedError> = E extends ExpectedError
  ? Response & TypedResponse<ErrorBody, StatusOf<E>, 'json'>
  : never

/** Answers an expected error. The statuses it can have are in its type, so a route must declare them. */
export const apiError = <E extends ExpectedError>(c: Responder, error: E): ErrorAnswer<E> => {
  // The table has an answer of the right type for every kind, which TypeScript cannot follow through the index.
  const answer = answers[error.kind] as unknown as { status: StatusOf<E> & ContentfulStatusCode; message: (error: E) => string }
  // `c.json` gives exactly this type; it is spelled out since a status computed from `E` is not narrowed by the compiler.
  return errorBody(c, answer.status, answer.message(error)) as unknown as ErrorAnswer<E>
}

/** Answers with the wire's error body. */
export const errorBody = (c: Responder, status: ContentfulStatusCode, message: string) =>
  c.json({ message, code: status }, status)
