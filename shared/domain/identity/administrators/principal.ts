import type { AccountId, AdministratorId } from '../../../lib/ids.ts'

/** What kind of administrator somebody is (API document, Administrator). CSR and DEALER belong to a dealer's account. */
export const administratorTypes = ['CSR', 'DEALER', 'MASTER', 'SENIOR', 'ASSISTANT'] as const
export type AdministratorType = (typeof administratorTypes)[number]

/** Who acts, read from the access token: nothing in it comes from the request's own words. */
export type Principal = {
  accountId: AccountId
  administratorId: AdministratorId
  name: string
  username: string
  type: AdministratorType
  /** The application that acts for the administrator; its id encrypts the secret words of subscriptions. */
  clientId: string
  /** A senior may create administrators only with this. */
  canCreateAdmins?: boolean
}
