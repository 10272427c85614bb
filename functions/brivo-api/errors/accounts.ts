import type { AccountError } from '../../../shared/domain/places/accounts/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const accountAnswers = {
  summary_denied: { status: 403, message: () => 'Access to the requested resource was denied' },
} as const satisfies Answers<AccountError>
