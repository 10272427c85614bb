import type { AccountError } from '../../../shared/domain/places/accounts/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const accountAnswers = {
  summary_denied: { status: 403, message: () => 'Access to the requested resource was denied' },
  account_change_denied: { status: 403, message: () => 'You are not allowed to perform that action' },
  contact_missing: { status: 400, message: ({ contact }) => `Invalid value for '${contact}': a dealer's account needs it` },
} as const satisfies Answers<AccountError>
