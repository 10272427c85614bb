import type { RoleError } from '../../../shared/domain/identity/roles/errors.ts'
import type { Answers } from '../../../shared/http/answers.ts'

export const roleAnswers = {
  role_name_taken: { status: 409, message: () => 'Role name already exists for the account.' },
  role_is_default: { status: 400, message: ({ action }) => `Default or service roles cannot be ${action}.` },
  role_beyond_caller: { status: 403, message: () => 'Access to the requested resource was denied' },
  too_many_roles: { status: 412, message: ({ maximum }) => `There can be at most ${maximum} roles` },
} as const satisfies Answers<RoleError>
