/** The rule asks to override privacy mode, and the door has none. */
export type PrivacyModeUnsupported = { kind: 'privacy_mode_unsupported' }

/** What an operation of access rules can end in on an API's route, besides the errors that every module has. */
export type RuleError = PrivacyModeUnsupported
