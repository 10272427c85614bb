import { createMiddleware } from 'hono/factory'
import { may } from '../domain/identity/principals/may.ts'
import type { Permission } from '../domain/identity/principals/permission.ts'
import type { Principal } from '../domain/identity/principals/principal.ts'
import type { ApiEnv, Responder } from './env.ts'

/**
 * Lets only those callers through who have `permission` and are one of `kinds`, where the operation needs one; answers with
 * `forbidden` otherwise. Every route has exactly one permission.
 */
export const requirePermission = (
  forbidden: (c: Responder, principal: Principal) => Response,
  permission: Permission,
  kinds?: readonly Principal['kind'][],
) =>
  createMiddleware<ApiEnv>(async (c, next) => {
    const { principal } = c.var
    return may(principal, permission) && (!kinds || kinds.includes(principal.kind)) ? next() : forbidden(c, principal)
  })
