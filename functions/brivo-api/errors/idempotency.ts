import type { IdempotencyError } from '../../../shared/domain/identity/idempotency/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const idempotencyAnswers = {
  invalid_idempotency_key: {
    status: 400,
    message: () => "Invalid value for the header 'Idempotency-Key': expected 1 to 255 printable ASCII characters",
  },
  idempotency_key_reused: {
    status: 409,
    message: () => "The 'Idempotency-Key' was used for another request: method, path, query and body must be the same",
  },
  request_under_way: {
    status: 409,
    message: () => "The first request with this 'Idempotency-Key' is under way; try again",
  },
  answer_not_kept: {
    status: 409,
    message: ({ status }) =>
      `The request with this 'Idempotency-Key' was done and answered with ${status}; its answer is not kept`,
  },
} as const satisfies Answers<IdempotencyError>
