import type { VisitorError } from '../../../shared/domain/people/visitors/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const visitorAnswers = {
  host_not_found: { status: 400, message: ({ hostId }) => `Invalid value '${hostId}' for 'hostId': there is no such user` },
  visit_over: { status: 412, message: () => 'The visit was ended or cancelled' },
  group_not_for_visitors: {
    status: 400,
    message: () => "Provided groupId does not belong to the host's groups or it does not allow adding visitors.",
  },
  visitor_of_other_groups: {
    status: 400,
    message: () => "You don't have the appropriate Group Assignments to remove the Visitor.",
  },
  no_mobile_key: { status: 400, message: () => 'Invalid criteria provided: the Visitor has no Brivo Mobile Pass' },
} as const satisfies Answers<VisitorError>
