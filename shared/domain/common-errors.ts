import type { Permission } from './identity/principals/permission.ts'

/** What an operation may look for and not find. */
export type Noun =
  | 'access point'
  | 'account'
  | 'account setting'
  | 'administrator'
  | 'api key'
  | 'application'
  | 'area'
  | 'batch job'
  | 'camera'
  | 'command'
  | 'credential'
  | 'custom field'
  | 'door set'
  | 'event'
  | 'event subscription'
  | 'group'
  /** The person who has a credential, or is to have it. */
  | 'holder'
  | 'holiday'
  | 'invitation'
  | 'lift floor'
  | 'mobile key'
  | 'panel'
  | 'photo'
  | 'plate'
  | 'reader'
  | 'role'
  | 'scenario'
  | 'schedule'
  | 'service token'
  | 'site'
  | 'user'
  /** The person whose photo is to be deleted. */
  | 'user of a photo'
  | 'visitor'

/**
 * The account has no such thing, or it is another account's: the answer does not say which. `NotFound<'site' | 'user'>` says
 * what an operation looks for; `id` is what it was asked for by.
 */
export type NotFound<What extends Noun = Noun> = { kind: 'not_found'; what: What; id: number | string }

/** The caller is limited to a part of the account, and this concerns more than that. */
export type BeyondAssignment = { kind: 'beyond_assignment' }

/** The caller may do this, but not with what was asked for: for that, this permission is missing. */
export type NotPermitted = { kind: 'not_permitted'; permission: Permission }

/** Another request changed the same thing first, and kept doing so: the caller may try again. */
export type ChangedMeanwhile = { kind: 'changed_meanwhile'; what: string }
