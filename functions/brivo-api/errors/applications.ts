import type { ApplicationError } from '../../../shared/domain/identity/applications/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const applicationAnswers = {
  invalid_redirect_uri: {
    status: 400,
    message: ({ redirectUri, reason }) => `Invalid value '${redirectUri.slice(0, 100)}' for 'redirectUri': ${reason}`,
  },
  invalid_application_text: { status: 400, message: ({ reason }) => reason },
} as const satisfies Answers<ApplicationError>
