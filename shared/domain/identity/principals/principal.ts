import type { AccountId, AdministratorId, PanelId, UserId } from '../../../lib/ids.ts'
import type { AdministratorType } from '../administrators/type.ts'
import type { Grant } from './permission.ts'

/** What every principal has: the account it acts in, the only one it can reach, and what it may do there. */
type Acting = { accountId: AccountId; grants: readonly Grant[] }

/** A person who administers the account, through an application. */
export type AdministratorPrincipal = Acting & {
  kind: 'administrator'
  administratorId: AdministratorId
  name: string
  username: string
  type: AdministratorType
  /** The application that acts for the administrator; its id encrypts the secret words of subscriptions. */
  clientId: string
}
/** A service token: a program that acts with what is left of the rights of the administrator who created it. */
export type TokenPrincipal = Acting & { kind: 'token'; administratorId: AdministratorId; clientId: string; name: string }
/** A person with a card, who acts for themselves; through an application, when they signed in. */
export type CardHolderPrincipal = Acting & { kind: 'cardHolder'; userId: UserId; name: string; clientId?: string }
/** A control panel, known by its key. */
export type PanelPrincipal = Acting & { kind: 'panel'; panelId: PanelId; name: string }
/** The cloud itself: a schedule, a limit, an import. `reason` says which, in a few words. */
export type SystemPrincipal = Acting & { kind: 'system'; reason: string }

/** Who acts. It is read from a verified token, key or schedule: nothing in it comes from the request's own words. */
export type Principal = AdministratorPrincipal | TokenPrincipal | CardHolderPrincipal | PanelPrincipal | SystemPrincipal

/** A principal that acts through a registered application. */
export type ApplicationPrincipal = AdministratorPrincipal | TokenPrincipal
