import type { OverrideError } from '../../../shared/domain/access/overrides/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

const problems = {
  no_unlock_schedule: 'Cannot use mode UNTIL_NEXT_SCHEDULE_CHANGE; This door does not have an unlock schedule.',
  schedule_never_changes: 'Cannot use mode UNTIL_NEXT_SCHEDULE_CHANGE; The unlock schedule of this door never changes.',
  end_is_past: "Invalid value for 'endTime': it is not in the future",
} as const

export const overrideAnswers = {
  override_invalid: { status: 400, message: ({ problem }) => problems[problem] },
  already_overridden: { status: 412, message: () => 'This door already has a schedule override' },
  not_overridden: { status: 412, message: () => 'This door does not have a schedule override' },
  overrides_full: { status: 412, message: ({ count }) => `The control panel has ${count} overrides, which is all it can hold` },
  override_unreachable: {
    status: 417,
    message: ({ wanted }) =>
      wanted === 'set'
        ? 'Could not reach device to send it your schedule override.'
        : 'Could not reach device to cancel your schedule override.',
  },
  held_by_override: {
    status: 412,
    message: ({ name }) => `The access point ${name} has a schedule override; cancel it before its unlock schedule is changed`,
  },
} as const satisfies Answers<OverrideError>
