import { settingName } from '../../../shared/dialects/brivo/accounts/settings.ts'
import type { AccountError } from '../../../shared/domain/places/accounts/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const accountAnswers = {
  summary_denied: { status: 403, message: () => 'Access to the requested resource was denied' },
  account_change_denied: { status: 403, message: () => 'You are not allowed to perform that action' },
  account_has_panels: {
    status: 412,
    message: ({ count }) => `The account has ${count} control panel${count === 1 ? '' : 's'}: delete them before it is closed`,
  },
  account_closed: { status: 412, message: () => 'The account is closed' },
  owner_not_waiting: { status: 412, message: () => 'The owner of the account has chosen a password already' },
  contact_missing: { status: 400, message: ({ contact }) => `Invalid value for '${contact}': a dealer's account needs it` },
  setting_fixed: { status: 403, message: () => 'You are not allowed to perform that action' },
  setting_value_invalid: {
    status: 400,
    message: ({ key, value }) => `Invalid criteria provided: '${value.slice(0, 60)}' is no value of ${settingName(key)}`,
  },
} as const satisfies Answers<AccountError>
