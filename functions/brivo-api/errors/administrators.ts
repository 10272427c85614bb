import type { AdministratorError } from '../../../shared/domain/identity/administrators/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const administratorAnswers = {
  username_unavailable: {
    status: 400,
    message: () => 'Attempting to create an admin with an invalid or unavailable username',
  },
  administrator_type_not_allowed: { status: 403, message: () => 'You are not allowed to perform that action' },
} as const satisfies Answers<AdministratorError>
