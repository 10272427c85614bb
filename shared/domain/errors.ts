import type { AreaError } from './access/areas/errors.ts'
import type { EmergencyError } from './access/emergencies/errors.ts'
import type { OverrideError } from './access/overrides/errors.ts'
import type { RuleError } from './access/rules/errors.ts'
import type { ScheduleError } from './access/schedules/errors.ts'
import type { BeyondAssignment, ChangedMeanwhile, NotFound, NotPermitted } from './common-errors.ts'
import type { CameraError } from './devices/cameras/errors.ts'
import type { PanelError } from './devices/panels/errors.ts'
import type { AdministratorError } from './identity/administrators/errors.ts'
import type { ApplicationError } from './identity/applications/errors.ts'
import type { IdempotencyError } from './identity/idempotency/errors.ts'
import type { RoleError } from './identity/roles/errors.ts'
import type { ServiceTokenError } from './identity/service-tokens/errors.ts'
import type { SubscriptionError } from './outbound/subscriptions/errors.ts'
import type { CredentialError } from './people/credentials/errors.ts'
import type { CustomFieldError } from './people/custom-fields/errors.ts'
import type { FaceError } from './people/faceprints/errors.ts'
import type { MobileKeyError } from './people/mobile-keys/errors.ts'
import type { PhotoError } from './people/photos/errors.ts'
import type { UserError } from './people/users/errors.ts'
import type { VisitorError } from './people/visitors/errors.ts'
import type { AccessPointError } from './places/access-points/errors.ts'
import type { AccountError } from './places/accounts/errors.ts'
import type { SiteError } from './places/sites/errors.ts'

/** Every expected error of an operation that an API route may answer. An API's table of statuses covers all of them. */
export type DomainError =
  | NotFound
  | BeyondAssignment
  | NotPermitted
  | ChangedMeanwhile
  | AccessPointError
  | AccountError
  | AdministratorError
  | ApplicationError
  | AreaError
  | CameraError
  | CredentialError
  | EmergencyError
  | FaceError
  | IdempotencyError
  | MobileKeyError
  | OverrideError
  | CustomFieldError
  | PanelError
  | PhotoError
  | RoleError
  | RuleError
  | ScheduleError
  | ServiceTokenError
  | SiteError
  | SubscriptionError
  | UserError
  | VisitorError
