import type { ServiceTokenError } from '../../../shared/domain/identity/service-tokens/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const serviceTokenAnswers = {
  service_token_issued: {
    status: 400,
    message: () => 'Service token has been issued before. Only one service token is allowed per admin.',
  },
} as const satisfies Answers<ServiceTokenError>
