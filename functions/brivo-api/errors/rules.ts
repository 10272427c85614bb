import type { RuleError } from '../../../shared/domain/access/rules/errors.ts'
import type { Answers } from './answer.ts'

export const ruleAnswers = {
  privacy_mode_unsupported: { status: 400, message: () => "This device doesn't support privacyModeOverride." },
} as const satisfies Answers<RuleError>
