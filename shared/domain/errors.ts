import type { PrivacyModeUnsupported } from './access/rules/assign.ts'
import type { ScheduleReferenceNotFound } from './access/schedules/create.ts'
import type { HolidayNotFound } from './access/schedules/holidays.ts'
import type { ScheduleInUse } from './access/schedules/remove.ts'
import type { ScheduleNotEditable, ScheduleNotFound } from './access/schedules/update.ts'
import type { ChangedMeanwhile } from './common-errors.ts'
import type { CommandNotFound } from './devices/commands/get.ts'
import type { SerialNumberTaken } from './devices/panels/create.ts'
import type { PanelHasAccessPoints } from './devices/panels/remove.ts'
import type { PanelNotFound } from './devices/panels/update.ts'
import type { UsernameUnavailable } from './identity/administrators/create.ts'
import type { TypeNotAllowed } from './identity/administrators/invite.ts'
import type { AdministratorNotFound } from './identity/administrators/list.ts'
import type { InvalidReceiverUrl, TooManySubscriptions } from './outbound/subscriptions/create.ts'
import type { InvalidCriteria } from './outbound/subscriptions/criteria.ts'
import type { SubscriptionNotFound } from './outbound/subscriptions/update.ts'
import type { CredentialNotValid } from './people/credentials/assign.ts'
import type { DuplicateCredential } from './people/credentials/create.ts'
import type { CredentialError } from './people/credentials/encode.ts'
import type { CredentialUnassigned } from './people/credentials/holder.ts'
import type { CredentialNotFound } from './people/credentials/remove.ts'
import type { CredentialOfAnother } from './people/credentials/revoke.ts'
import type { GroupNotFound } from './people/groups/change.ts'
import type { UserNotFound, UserTaken } from './people/users/change.ts'
import type { TooManyGroups } from './people/users/memberships.ts'
import type { DatesReversed } from './people/users/write.ts'
import type { AccessPointNotConnected, ActivationNotEnabled } from './places/access-points/activate.ts'
import type { PanelFull, UnlockScheduleNotFound } from './places/access-points/create.ts'
import type { AccessPointNotFound } from './places/access-points/update.ts'
import type { AccountNotFound } from './places/accounts/retrieve.ts'
import type { SummaryDenied } from './places/accounts/summary.ts'
import type { SiteHasPanels } from './places/sites/remove.ts'
import type { SiteNotFound } from './places/sites/update.ts'

/** Every expected error of an operation that an API route may answer. The API's table of statuses covers all of them. */
export type DomainError =
  | ChangedMeanwhile
  | AccountNotFound
  | SummaryDenied
  | AdministratorNotFound
  | UsernameUnavailable
  | TypeNotAllowed
  | SiteNotFound
  | SiteHasPanels
  | PanelNotFound
  | SerialNumberTaken
  | PanelHasAccessPoints
  | PanelFull
  | AccessPointNotFound
  | AccessPointNotConnected
  | ActivationNotEnabled
  | UnlockScheduleNotFound
  | CommandNotFound
  | UserNotFound
  | UserTaken
  | DatesReversed
  | TooManyGroups
  | GroupNotFound
  | PrivacyModeUnsupported
  | CredentialError
  | CredentialNotFound
  | CredentialNotValid
  | CredentialOfAnother
  | CredentialUnassigned
  | DuplicateCredential
  | InvalidReceiverUrl
  | InvalidCriteria
  | SubscriptionNotFound
  | TooManySubscriptions
  | ScheduleNotFound
  | ScheduleReferenceNotFound
  | ScheduleNotEditable
  | ScheduleInUse
  | HolidayNotFound
