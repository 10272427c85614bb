import type { AdministratorError } from '../../../shared/domain/identity/administrators/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

const forbidden = 'You are not allowed to perform that action'

export const administratorAnswers = {
  username_unavailable: {
    status: 400,
    message: () => 'Attempting to create an admin with an invalid or unavailable username',
  },
  administrator_type_not_allowed: { status: 403, message: () => forbidden },
  administrator_out_of_reach: { status: 403, message: () => forbidden },
  last_owner: { status: 403, message: ({ type }) => `${forbidden}: this is the last ${type} of the account who can sign in` },
} as const satisfies Answers<AdministratorError>
