import type { FilterError } from '../lib/filter.ts'
import type { AccessPointNotConnected, ActivationNotEnabled } from './access-points/activate.ts'
import type { PanelFull, UnlockScheduleNotFound } from './access-points/create.ts'
import type { AccessPointNotFound } from './access-points/update.ts'
import type { AccountNotFound } from './accounts/retrieve.ts'
import type { SummaryDenied } from './accounts/summary.ts'
import type { UsernameUnavailable } from './administrators/create.ts'
import type { TypeNotAllowed } from './administrators/invite.ts'
import type { AdministratorNotFound } from './administrators/list.ts'
import type { CommandNotFound } from './commands/get.ts'
import type { ChangedMeanwhile } from './common-errors.ts'
import type { CredentialNotValid } from './credentials/assign.ts'
import type { DuplicateCredential } from './credentials/create.ts'
import type { CredentialError } from './credentials/encode.ts'
import type { CredentialUnassigned } from './credentials/holder.ts'
import type { CredentialNotFound } from './credentials/remove.ts'
import type { CredentialOfAnother } from './credentials/revoke.ts'
import type { InvalidEventCriteria } from './events/criteria.ts'
import type { GroupNotFound } from './groups/change.ts'
import type { PrivacyModeUnsupported } from './groups/permissions.ts'
import type { SerialNumberTaken } from './panels/create.ts'
import type { PanelHasAccessPoints } from './panels/remove.ts'
import type { PanelNotFound } from './panels/update.ts'
import type { ScheduleReferenceNotFound } from './schedules/create.ts'
import type { HolidayNotFound } from './schedules/holidays.ts'
import type { ScheduleInUse } from './schedules/remove.ts'
import type { ScheduleNotEditable, ScheduleNotFound } from './schedules/update.ts'
import type { SiteHasPanels } from './sites/remove.ts'
import type { SiteNotFound } from './sites/update.ts'
import type { InvalidReceiverUrl, TooManySubscriptions } from './subscriptions/create.ts'
import type { InvalidCriteria } from './subscriptions/criteria.ts'
import type { SubscriptionNotFound } from './subscriptions/update.ts'
import type { UserNotFound, UserTaken } from './users/change.ts'
import type { TooManyGroups } from './users/memberships.ts'
import type { DatesReversed } from './users/write.ts'

/** Every expected error of an operation that an API route may answer. The API's table of statuses covers all of them. */
export type DomainError =
  | FilterError
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
  | InvalidEventCriteria
  | InvalidReceiverUrl
  | InvalidCriteria
  | SubscriptionNotFound
  | TooManySubscriptions
  | ScheduleNotFound
  | ScheduleReferenceNotFound
  | ScheduleNotEditable
  | ScheduleInUse
  | HolidayNotFound
