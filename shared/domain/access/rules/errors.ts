import type { AccessRuleId } from '../../../lib/ids.ts'
import type { RuleTarget } from './entity.ts'

/** The rule asks to override privacy mode, and the door has none. */
export type PrivacyModeUnsupported = { kind: 'privacy_mode_unsupported' }

/** The group may pass the door by another rule, which only its own id names: it has to be changed or ended itself. */
export type PermissionByOtherRule = { kind: 'permission_by_other_rule'; ruleId: AccessRuleId; target: RuleTarget }

/** What an operation of access rules can end in on an API's route, besides the errors that every module has. */
export type RuleError = PrivacyModeUnsupported | PermissionByOtherRule
