import { z } from 'zod'
import { fieldChangesOf } from '../../../../shared/dialects/brivo/custom-fields/inputs.ts'
import { readUserFilter } from '../../../../shared/dialects/brivo/users/filter.ts'
import {
  createUserOf,
  ExternalId,
  patchUserOf,
  SuspendedInput,
  UserInput,
  UserPatch,
  UserUpdate,
  updateUserOf,
} from '../../../../shared/dialects/brivo/users/inputs.ts'
import { Suspended, suspendedWire, UserWire, userWire } from '../../../../shared/dialects/brivo/users/wire.ts'
import { fieldsToShow } from '../../../../shared/domain/people/custom-fields/values.ts'
import { photoLinkOf } from '../../../../shared/domain/people/photos/link.ts'
import { createUser } from '../../../../shared/domain/people/users/create.ts'
import type { User } from '../../../../shared/domain/people/users/entity.ts'
import { listUsers } from '../../../../shared/domain/people/users/list.ts'
import { removeUser } from '../../../../shared/domain/people/users/remove.ts'
import { updateUser, updateUserWithFields } from '../../../../shared/domain/people/users/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { type AccountId, UserId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyPage } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ userId: UserId })

const list = route('get', '/', {
  operationId: 'listUsers',
  permission: 'users:view',
  request: { query: listQuery(readUserFilter) },
  responses: { 200: json('Users of the account, oldest first', PageOf(UserWire)), ...errors(400, 403) },
})
const create = route('post', '/', {
  operationId: 'createUser',
  permission: 'users:edit',
  request: jsonBody(UserInput),
  responses: { 200: json('The new user', UserWire), ...errors(400, 403, 404, 409) },
})
const retrieve = route('get', '/{userId}', {
  operationId: 'getUser',
  permission: 'users:view',
  request: { params: Params },
  responses: { 200: json('The user', UserWire), ...errors(400, 403, 404) },
})
const retrieveByExternalId = route('get', '/{externalId}/external', {
  operationId: 'getUserByExternalId',
  permission: 'users:view',
  anyText: 'externalId',
  request: { params: z.object({ externalId: ExternalId }) },
  responses: { 200: json('The user', UserWire), ...errors(403, 404) },
})
const update = route('put', '/{userId}', {
  operationId: 'updateUser',
  permission: 'users:edit',
  request: { params: Params, ...jsonBody(UserUpdate) },
  responses: { 200: json('The user as it is now', UserWire), ...errors(400, 403, 404, 409) },
})
const patch = route('patch', '/{userId}', {
  operationId: 'patchUser',
  permission: 'users:edit',
  request: { params: Params, ...jsonBody(UserPatch) },
  responses: { 200: json('The user as it is now', UserWire), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{userId}', {
  operationId: 'deleteUser',
  permission: 'users:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})
const retrieveSuspended = route('get', '/{userId}/suspended', {
  operationId: 'getUserSuspended',
  permission: 'users:view',
  request: { params: Params },
  responses: { 200: json('Whether the user is suspended', Suspended), ...errors(400, 403, 404) },
})
const suspend = route('put', '/{userId}/suspended', {
  operationId: 'setUserSuspended',
  permission: 'users:edit',
  alsoBy: ['post'],
  request: { params: Params, ...jsonBody(SuspendedInput) },
  responses: { 200: json('Whether the user is suspended now', Suspended), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/users` */
export const userRoutes = (deps: ApiDeps<'accounts' | 'credentials' | 'customFields' | 'users'>) => {
  const wireOf = (accountId: AccountId) => async (user: User) => {
    const [fields, image] = await Promise.all([fieldsToShow(deps, accountId, [user]), photoLinkOf(deps, accountId, user)])
    return userWire(user, fields, image)
  }
  return [
    on(list, async (c) => {
      const { filter, ...page } = c.req.valid('query')
      const listed = await listUsers(deps, c.var.principal, filter, page)
      const fields = listed.ok ? await fieldsToShow(deps, c.var.principal.accountId, listed.value.data) : []
      return replyPage(c, listed, page, (user) => userWire(user, fields))
    }),
    on(create, async (c) => {
      const body = c.req.valid('json')
      const created = await createUser(deps, c.var.principal, createUserOf(body), fieldChangesOf(body.customFields))
      return reply(c, created, wireOf(c.var.principal.accountId))
    }),
    on(retrieve, async (c) => {
      const { userId } = c.req.valid('param')
      const user = await deps.users.get(c.var.principal.accountId, userId)
      return reply(c, found(user, { kind: 'not_found', what: 'user', id: userId }), wireOf(c.var.principal.accountId))
    }),
    on(retrieveByExternalId, async (c) => {
      const { externalId } = c.req.valid('param')
      const user = await deps.users.findByExternalId(c.var.principal.accountId, externalId)
      return reply(c, found(user, { kind: 'not_found', what: 'user', id: externalId }), wireOf(c.var.principal.accountId))
    }),
    on(update, async (c) => {
      const body = c.req.valid('json')
      const wanted = { changes: updateUserOf(body), values: fieldChangesOf(body.customFields) }
      const updated = await updateUserWithFields(deps, c.var.principal, c.req.valid('param').userId, wanted)
      return reply(c, updated, wireOf(c.var.principal.accountId))
    }),
    on(patch, async (c) => {
      const body = c.req.valid('json')
      const wanted = { changes: patchUserOf(body), values: fieldChangesOf(body.customFields) }
      const updated = await updateUserWithFields(deps, c.var.principal, c.req.valid('param').userId, wanted)
      return reply(c, updated, wireOf(c.var.principal.accountId))
    }),
    on(remove, async (c) => replyEmpty(c, await removeUser(deps, c.var.principal, c.req.valid('param').userId))),
    on(retrieveSuspended, async (c) => {
      const { userId } = c.req.valid('param')
      const user = await deps.users.get(c.var.principal.accountId, userId)
      return reply(c, found(user, { kind: 'not_found', what: 'user', id: userId }), suspendedWire)
    }),
    on(suspend, async (c) => {
      const { suspended } = c.req.valid('json')
      return reply(c, await updateUser(deps, c.var.principal, c.req.valid('param').userId, { suspended }), suspendedWire)
    }),
  ]
}
