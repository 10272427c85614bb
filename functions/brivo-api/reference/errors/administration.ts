import { readEventFilter } from '../../../../shared/dialects/brivo/events/filter.ts'
import { maxRolesOfAdministrator } from '../../../../shared/domain/identity/administrators/roles.ts'
import { maxApiKeys } from '../../../../shared/domain/identity/api-keys/entity.ts'
import { maxRoles } from '../../../../shared/domain/identity/roles/entity.ts'
import { changed, missing, refusedBy, type SomeCallErrors } from './call-errors.ts'

/** What calls on accounts, administrators and the record end in, by the status. */
export const administrationErrors = {
  countAccessEvents: { 400: refusedBy(readEventFilter('access', 'count', 'occurred__gt:yesterday', 0)) },
  countAuditEvents: { 400: refusedBy(readEventFilter('audit', 'count', 'occurred__gt:yesterday', 0)) },
  createEventSubscription: { 409: changed('event subscription') },
  getEventSubscription: { 404: missing('event subscription') },
  updateEventSubscription: { 404: missing('event subscription'), 409: changed('event subscription') },
  deleteEventSubscription: { 404: missing('event subscription'), 409: changed('event subscription') },
  createAccount: { 409: changed('account') },
  inviteAccountOwner: { 404: missing('account'), 409: changed('administrator'), 412: { kind: 'owner_not_waiting' } },
  closeAccount: { 404: missing('account'), 409: changed('account'), 412: { kind: 'account_has_panels', count: 2 } },
  reopenAccount: { 404: missing('account'), 409: changed('account') },
  getAccount: { 404: missing('account') },
  updateAccount: { 404: missing('account'), 409: changed('account'), 412: { kind: 'account_closed' } },
  listAccountAdministrators: { 404: missing('account') },
  listAccountSettings: { 404: missing('account') },
  updateAccountSetting: { 404: missing('account'), 409: changed('account'), 412: { kind: 'account_closed' } },
  listAccountFeatures: { 404: missing('account') },
  getCurrentAdministrator: { 404: missing('administrator', 1201) },
  createAdministrator: { 409: changed('account') },
  getAdministrator: { 404: missing('administrator', 1201) },
  updateAdministrator: { 404: missing('administrator', 1201), 409: changed('administrator') },
  deleteAdministrator: { 404: missing('administrator', 1201), 409: changed('administrator') },
  getLogin: { 404: missing('administrator', 1201) },
  updateLogin: { 404: missing('administrator', 1201), 409: changed('administrator') },
  listAdministratorRoles: { 404: missing('administrator', 1201) },
  addRole: {
    404: missing('administrator', 1201),
    409: changed('administrator'),
    412: { kind: 'too_many_roles', maximum: maxRolesOfAdministrator },
  },
  removeRole: {
    404: missing('administrator', 1201),
    409: changed('administrator'),
  },
  migrateAdministrator: { 404: missing('administrator', 1201), 409: changed('administrator') },
  getAdminAssignments: { 404: missing('administrator', 1201) },
  replaceAdminAssignments: { 404: missing('administrator', 1201), 409: changed('administrator') },
  createRole: { 409: { kind: 'role_name_taken' }, 412: { kind: 'too_many_roles', maximum: maxRoles } },
  updateRole: { 404: missing('role'), 409: { kind: 'role_name_taken' } },
  deleteRole: { 404: missing('role'), 409: changed('role') },
  createApplication: { 412: { kind: 'too_many_applications', maximum: 50 } },
  getApplication: { 404: missing('application') },
  deleteApplication: { 404: missing('application'), 409: changed('application') },
  listApiKeys: { 404: missing('application') },
  createApiKey: {
    404: missing('application'),
    409: changed('application'),
    412: { kind: 'too_many_api_keys', maximum: maxApiKeys },
  },
  getApiKey: { 404: missing('api key') },
  deleteApiKey: { 404: missing('api key') },
  createServiceToken: { 400: { kind: 'service_token_issued' } },
  getServiceToken: { 404: missing('service token') },
  revokeServiceToken: { 404: missing('service token') },
  redeemDigitalInvitation: {
    404: { kind: 'unknown_access_code' },
    409: changed('invitation'),
    429: { kind: 'too_many_codes', retryAfterSeconds: 900 },
  },
  giveFaceConsent: { 409: changed('credential') },
  withdrawFaceConsent: { 409: changed('credential') },
} as const satisfies SomeCallErrors
