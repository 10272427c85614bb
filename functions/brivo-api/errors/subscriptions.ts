import type { SubscriptionError } from '../../../shared/domain/outbound/subscriptions/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const subscriptionAnswers = {
  invalid_receiver_url: {
    status: 400,
    message: ({ url, reason }) => `Invalid value '${url.slice(0, 100)}' for 'url': ${reason}`,
  },
  invalid_criteria: {
    status: 400,
    message: ({ what }) =>
      what === 'user'
        ? 'Invalid criteria provided'
        : `Event subscription contained invalid ${what === 'site' ? 'Site' : 'Device'} criteria`,
  },
  too_many_subscriptions: {
    status: 400,
    message: ({ maximum }) => `An account may have at most ${maximum} event subscriptions`,
  },
} as const satisfies Answers<SubscriptionError>
