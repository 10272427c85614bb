import type { Context, TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { DomainError } from '../../shared/domain/errors.ts'
import type { ApiEnv } from './env.ts'

/** The wire's error body (API document, Error codes). */
export type ErrorBody = { code: number; message: string }

const notFound = (message: string) => ({ status: 404, message: () => message }) as const

/**
 * The only place that knows which status and words an expected error has on the wire. A kind without a line here does not
 * compile.
 */
const answers = {
  site_not_found: notFound('Site not found'),
  schedule_not_found: notFound('The requested resource was not found.'),
  schedule_reference_not_found: notFound('The requested resource was not found.'),
  schedule_not_editable: { status: 403, message: () => 'This schedule cannot be edited or deleted' },
  schedule_in_use: {
    status: 412,
    message: ({ by }) => `Schedule in use by: ${by === 'permission' ? 'user group(s)' : 'devices(s)'}`,
  },
  holiday_not_found: notFound('The requested resource was not found.'),
  changed_meanwhile: { status: 409, message: (error) => `The ${error.what} was changed by another request; try again` },
  invalid_filter: { status: 400, message: (error) => error.message },
} as const satisfies { [K in DomainError['kind']]: Answer<K> }

type Answer<K extends DomainError['kind']> = {
  status: ContentfulStatusCode
  message: (error: Extract<DomainError, { kind: K }>) => string
}
type StatusOf<E extends DomainError> = E extends DomainError ? (typeof answers)[E['kind']]['status'] : never

type ErrorAnswer<Status extends ContentfulStatusCode> = Response & TypedResponse<ErrorBody, Status, 'json'>

/** Answers an expected error. The statuses it can have are in its type, so a route must declare them. */
export const apiError = <E extends DomainError>(c: Context<ApiEnv>, error: E): ErrorAnswer<StatusOf<E>> => {
  // The table has an answer of the right type for every kind, which TypeScript cannot follow through the index.
  const answer = answers[error.kind] as unknown as { status: StatusOf<E> & ContentfulStatusCode; message: (error: E) => string }
  // `c.json` gives exactly this type; it is spelled out since a status computed from `E` is not narrowed by the compiler.
  return errorBody(c, answer.status, answer.message(error)) as unknown as ErrorAnswer<StatusOf<E>>
}

/** Answers with the wire's error body. */
export const errorBody = (c: Context, status: ContentfulStatusCode, message: string) => c.json({ code: status, message }, status)
