import type { UserError } from '../../../shared/domain/people/users/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const userAnswers = {
  external_id_taken: {
    status: 400,
    message: ({ externalId }) => `Invalid value '${externalId}' for 'externalId': another user of the account has it`,
  },
  pin_taken: { status: 400, message: () => "Invalid value for 'pin': another user of the account has it" },
  pin_beside_another: {
    status: 400,
    message: () =>
      "Invalid value for 'pin': a code one lower or one higher is in use, and a door of the account takes such a one for a silent alarm",
  },
  pin_too_short: {
    status: 400,
    message: ({ minimum }) => `Invalid value for 'pin': a PIN of this account has at least ${minimum} digits`,
  },
  dates_reversed: { status: 400, message: () => "Invalid value for 'effectiveTo': it is before effectiveFrom" },
  too_many_groups: { status: 400, message: ({ maximum }) => `A user can be a member of at most ${maximum} groups` },
} as const satisfies Answers<UserError>
