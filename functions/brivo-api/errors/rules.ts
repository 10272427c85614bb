import type { RuleError } from '../../../shared/domain/access/rules/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const ruleAnswers = {
  privacy_mode_unsupported: { status: 400, message: () => "This device doesn't support privacyModeOverride." },
  permission_by_other_rule: {
    status: 412,
    message: ({ ruleId, target }) =>
      `The group has this permission by rule ${ruleId} (${target.kind.replaceAll('_', ' ')}); change or end that rule`,
  },
} as const satisfies Answers<RuleError>
