import type { Account, AccountDetails } from './entity.ts'

/** The contacts that an account may have. */
export const contacts = ['contact', 'emergency', 'billing'] as const

/** Whether `wanted` has other notes than the account has, which only a CSR may write. */
export const notesChanged = (account: Partial<Account>, wanted: AccountDetails): boolean =>
  contacts.some((field) => wanted[field] !== undefined && (wanted[field].notes ?? '') !== (account[field]?.notes ?? ''))
