import { createRoute, z } from '@hono/zod-openapi'
import { createUser } from '../../../../shared/domain/people/users/create.ts'
import { listUsers } from '../../../../shared/domain/people/users/list.ts'
import { removeUser } from '../../../../shared/domain/people/users/remove.ts'
import { Flag, UserInput, UserPatch, UserUpdate } from '../../../../shared/domain/people/users/schema.ts'
import { setSuspended } from '../../../../shared/domain/people/users/suspend.ts'
import { patchUser, updateUser } from '../../../../shared/domain/people/users/update.ts'
import { UserId } from '../../../../shared/lib/ids.ts'
import { apiError } from '../../api-error.ts'
import { type ApiDeps, router } from '../../env.ts'
import { requirePermission } from '../../middleware/require-permission.ts'
import { empty, errors, json, jsonBody, ListQuery, PageOf, pageAnswer } from '../../wire.ts'
import { UserWire, userWire } from './wire.ts'

const Params = z.object({ userId: UserId })
const Suspended = z.object({ id: z.number(), suspended: z.boolean() }).meta({ id: 'SuspendedStatus' })
const SuspendedInput = z.object({ suspended: Flag }).meta({ id: 'SuspendedInput' })

const list = createRoute({
  method: 'get',
  path: '/',
  operationId: 'listUsers',
  middleware: [requirePermission('users:view')] as const,
  request: { query: ListQuery },
  responses: { 200: json('Users of the account, oldest first', PageOf(UserWire)), ...errors(400, 403) },
})
const create = createRoute({
  method: 'post',
  path: '/',
  operationId: 'createUser',
  middleware: [requirePermission('users:edit')] as const,
  request: jsonBody(UserInput),
  responses: { 200: json('The new user', UserWire), ...errors(400, 403, 404, 409) },
})
const retrieve = createRoute({
  method: 'get',
  path: '/{userId}',
  operationId: 'getUser',
  middleware: [requirePermission('users:view')] as const,
  request: { params: Params },
  responses: { 200: json('The user', UserWire), ...errors(400, 403, 404) },
})
const retrieveByExternalId = createRoute({
  method: 'get',
  path: '/{externalId}/external',
  operationId: 'getUserByExternalId',
  middleware: [requirePermission('users:view')] as const,
  request: { params: z.object({ externalId: z.string() }) },
  responses: { 200: json('The user', UserWire), ...errors(403, 404) },
})
const update = createRoute({
  method: 'put',
  path: '/{userId}',
  operationId: 'updateUser',
  middleware: [requirePermission('users:edit')] as const,
  request: { params: Params, ...jsonBody(UserUpdate) },
  responses: { 200: json('The user as it is now', UserWire), ...errors(400, 403, 404, 409) },
})
const patch = createRoute({
  method: 'patch',
  path: '/{userId}',
  operationId: 'patchUser',
  middleware: [requirePermission('users:edit')] as const,
  request: { params: Params, ...jsonBody(UserPatch) },
  responses: { 200: json('The user as it is now', UserWire), ...errors(400, 403, 404, 409) },
})
const remove = createRoute({
  method: 'delete',
  path: '/{userId}',
  operationId: 'deleteUser',
  middleware: [requirePermission('users:edit')] as const,
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})
const retrieveSuspended = createRoute({
  method: 'get',
  path: '/{userId}/suspended',
  operationId: 'getUserSuspended',
  middleware: [requirePermission('users:view')] as const,
  request: { params: Params },
  responses: { 200: json('Whether the user is suspended', Suspended), ...errors(400, 403, 404) },
})
const suspend = createRoute({
  method: 'put',
  path: '/{userId}/suspended',
  operationId: 'setUserSuspended',
  middleware: [requirePermission('users:edit')] as const,
  request: { params: Params, ...jsonBody(SuspendedInput) },
  responses: { 200: json('Whether the user is suspended now', Suspended), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users` */
export const userRoutes = (deps: ApiDeps) =>
  router()
    .openapi(list, async (c) => {
      const query = c.req.valid('query')
      const page = await listUsers(deps, c.var.principal, query)
      return page.ok ? c.json(pageAnswer(page.value, query, userWire), 200) : apiError(c, page.error)
    })
    .openapi(create, async (c) => {
      const result = await createUser(deps, c.var.principal, c.req.valid('json'))
      return result.ok ? c.json(userWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(retrieve, async (c) => {
      const user = await deps.users.get(c.var.principal.accountId, c.req.valid('param').userId)
      return user ? c.json(userWire(user), 200) : apiError(c, { kind: 'user_not_found' })
    })
    .openapi(retrieveByExternalId, async (c) => {
      const user = await deps.users.findByExternalId(c.var.principal.accountId, c.req.valid('param').externalId)
      return user ? c.json(userWire(user), 200) : apiError(c, { kind: 'user_not_found' })
    })
    .openapi(update, async (c) => {
      const result = await updateUser(deps, c.var.principal, c.req.valid('param').userId, c.req.valid('json'))
      return result.ok ? c.json(userWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(patch, async (c) => {
      const result = await patchUser(deps, c.var.principal, c.req.valid('param').userId, c.req.valid('json'))
      return result.ok ? c.json(userWire(result.value), 200) : apiError(c, result.error)
    })
    .openapi(remove, async (c) => {
      const result = await removeUser(deps, c.var.principal, c.req.valid('param').userId)
      return result.ok ? c.body(null, 204) : apiError(c, result.error)
    })
    .openapi(retrieveSuspended, async (c) => {
      const user = await deps.users.get(c.var.principal.accountId, c.req.valid('param').userId)
      return user ? c.json({ id: user.id, suspended: user.suspended }, 200) : apiError(c, { kind: 'user_not_found' })
    })
    .openapi(suspend, async (c) => {
      const { suspended } = c.req.valid('json')
      const result = await setSuspended(deps, c.var.principal, c.req.valid('param').userId, suspended)
      return result.ok ? c.json({ id: result.value.id, suspended: result.value.suspended }, 200) : apiError(c, result.error)
    })
