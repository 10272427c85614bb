import type { ScheduleError } from '../../../shared/domain/access/schedules/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const scheduleAnswers = {
  schedule_reference_not_found: { status: 404, message: () => 'The requested resource was not found.' },
  schedule_not_editable: { status: 403, message: () => 'This schedule cannot be edited or deleted' },
  schedule_out_of_reach: { status: 403, message: () => 'Access to the requested resource was denied' },
  schedule_in_use: {
    status: 412,
    message: ({ by }) => `Schedule in use by: ${by === 'rule' ? 'user group(s)' : 'devices(s)'}`,
  },
} as const satisfies Answers<ScheduleError>
