import { z } from 'zod'
import { readAdministratorFilter } from '../../../../shared/dialects/brivo/administrators/filter.ts'
import {
  AdministratorInput,
  AdministratorUpdate,
  createAdministratorOf,
  UsernameCheck,
  updateAdministratorOf,
} from '../../../../shared/dialects/brivo/administrators/inputs.ts'
import {
  AdministratorRetrieved,
  AdministratorWire,
  administratorWire,
  UsernameAvailable,
} from '../../../../shared/dialects/brivo/administrators/wire.ts'
import { inviteAdministrator } from '../../../../shared/domain/identity/administrators/invite.ts'
import { getAdministrator, listAdministrators } from '../../../../shared/domain/identity/administrators/list.ts'
import { removeAdministrator } from '../../../../shared/domain/identity/administrators/remove.ts'
import { updateAdministrator } from '../../../../shared/domain/identity/administrators/update.ts'
import { isUsernameAvailable } from '../../../../shared/domain/identity/administrators/username.ts'
import { route } from '../../../../shared/http/route.ts'
import { AdministratorId } from '../../../../shared/lib/ids.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const AdministratorParams = z.object({ administratorId: AdministratorId })

const whoami = route('get', '/whoami', {
  operationId: 'getCurrentAdministrator',
  permission: 'none',
  actors: ['administrator'],
  responses: { 200: json('Who the token acts for', AdministratorWire), ...errors(403, 404) },
})

const list = route('get', '/', {
  operationId: 'listAdministrators',
  permission: 'administrators:view',
  request: { query: listQuery(readAdministratorFilter) },
  responses: { 200: json('Administrators of the account, oldest first', PageOf(AdministratorWire)), ...errors(400, 403) },
})

const retrieve = route('get', '/{administratorId}', {
  operationId: 'getAdministrator',
  permission: 'administrators:view',
  request: { params: AdministratorParams },
  responses: { 200: json('The administrator', AdministratorRetrieved), ...errors(400, 403, 404) },
})

const create = route('post', '/', {
  operationId: 'createAdministrator',
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: jsonBody(AdministratorInput),
  responses: { 200: json('The new administrator', AdministratorWire), ...errors(400, 403, 409) },
})

const update = route('put', '/{administratorId}', {
  operationId: 'updateAdministrator',
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: { params: AdministratorParams, ...jsonBody(AdministratorUpdate) },
  responses: { 200: json('The administrator as they are now', AdministratorWire), ...errors(400, 403, 404, 409) },
})

const remove = route('delete', '/{administratorId}', {
  operationId: 'deleteAdministrator',
  permission: 'administrators:edit',
  actors: ['administrator'],
  request: { params: AdministratorParams },
  responses: { 204: empty('Deleted; their tokens and sign-ins end'), ...errors(400, 403, 404, 409) },
})

const checkUsername = route('post', '/username/check', {
  operationId: 'checkUsername',
  permission: 'administrators:edit',
  request: jsonBody(UsernameCheck),
  responses: { 200: json('Whether a new administrator can have the username', UsernameAvailable), ...errors(400, 403) },
})

/** `/v1/api/administrators` */
export const administratorRoutes = (deps: ApiDeps<'accounts' | 'administrators' | 'roles' | 'subscriptions'>) => [
  on(whoami, async (c) =>
    reply(c, await getAdministrator(deps, c.var.principal, c.var.principal.administratorId), administratorWire),
  ),
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listAdministrators(deps, c.var.principal, filter, page), page, administratorWire)
  }),
  on(retrieve, async (c) => {
    const { accountId } = c.var.principal
    const found = await getAdministrator(deps, c.var.principal, c.req.valid('param').administratorId)
    return reply(c, found, (value) => ({ ...administratorWire(value), accountId }))
  }),
  on(create, async (c) =>
    reply(c, await inviteAdministrator(deps, c.var.principal, createAdministratorOf(c.req.valid('json'))), administratorWire),
  ),
  on(update, async (c) => {
    const { administratorId } = c.req.valid('param')
    const changes = updateAdministratorOf(c.req.valid('json'))
    return reply(c, await updateAdministrator(deps, c.var.principal, administratorId, changes), administratorWire)
  }),
  on(remove, async (c) => replyEmpty(c, await removeAdministrator(deps, c.var.principal, c.req.valid('param').administratorId))),
  on(checkUsername, async (c) => {
    const available = await isUsernameAvailable(deps, c.req.valid('json').username)
    return c.json({ available: available ? ('true' as const) : ('false' as const) }, 200)
  }),
]
