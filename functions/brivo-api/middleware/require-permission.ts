import { createMiddleware } from 'hono/factory'
import { may, type Permission } from '../../../shared/domain/identity/administrators/may.ts'
import { errorBody } from '../api-error.ts'
import type { ApiEnv } from '../env.ts'

/** Lets only those callers through who have `permission`: 403 otherwise. Every route has exactly one. */
export const requirePermission = (permission: Permission) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    if (!may(c.var.principal, permission)) return errorBody(c, 403, 'You are not allowed to perform that action')
    return next()
  })
