import type { ApplicationError } from '../../../shared/domain/identity/applications/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const applicationAnswers = {
  invalid_redirect_uri: {
    status: 400,
    message: ({ redirectUri, reason }) => `Invalid value '${redirectUri.slice(0, 100)}' for 'redirectUri': ${reason}`,
  },
  too_many_applications: {
    status: 412,
    message: ({ maximum }) => `The account has ${maximum} applications, which is all that its setting APPLICATION_LIMIT allows`,
  },
  too_many_api_keys: { status: 412, message: ({ maximum }) => `An application can have at most ${maximum} API keys` },
  invalid_application_text: { status: 400, message: ({ reason }) => reason },
} as const satisfies Answers<ApplicationError>
