import type { SettingKey } from './settings.ts'

/** The API document gives the summary to administrators of type SENIOR and MASTER only. */
export type SummaryDenied = { kind: 'summary_denied' }

/** Only people of the dealer who owns an account may change it, and only a CSR among them its notes. */
export type AccountChangeDenied = { kind: 'account_change_denied' }

/** The account has control panels, which would go on opening doors. */
export type AccountHasPanels = { kind: 'account_has_panels'; count: number }

/** A closed account is not changed. */
export type AccountClosed = { kind: 'account_closed' }

/** The account has no owner who is yet to choose a password. */
export type OwnerNotWaiting = { kind: 'owner_not_waiting' }

/** A dealer's account must have this contact. */
export type ContactMissing = { kind: 'contact_missing'; contact: 'emergency' | 'billing' }

/** The setting is decided by the contract with the dealer; or it does not take that value. */
export type SettingRefused = { kind: 'setting_fixed' } | { kind: 'setting_value_invalid'; key: SettingKey; value: string }

/** What an operation of accounts can end in on an API's route, besides the errors that every module has. */
export type AccountError =
  | SummaryDenied
  | AccountChangeDenied
  | AccountHasPanels
  | AccountClosed
  | OwnerNotWaiting
  | ContactMissing
  | SettingRefused
