import { createMiddleware } from 'hono/factory'
import { may } from '../../../shared/domain/identity/principals/may.ts'
import type { Permission } from '../../../shared/domain/identity/principals/permission.ts'
import type { Principal } from '../../../shared/domain/identity/principals/principal.ts'
import type { ApiEnv } from '../env.ts'
import { errorBody } from '../error-body.ts'

/**
 * Lets only those callers through who have `permission` and are one of `kinds`, where the operation needs one: 403 otherwise.
 * Every route has exactly one permission.
 */
export const requirePermission = (permission: Permission, kinds?: readonly Principal['kind'][]) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const { principal } = c.var
    if (!may(principal, permission) || (kinds && !kinds.includes(principal.kind)))
      return errorBody(c, 403, 'You are not allowed to perform that action')
    return next()
  })
