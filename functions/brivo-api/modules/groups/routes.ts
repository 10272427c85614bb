import { z } from 'zod'
import { GroupInput, groupSettingsOf } from '../../../../shared/dialects/brivo/groups/inputs.ts'
import { GroupListed, GroupWire, groupListed, groupWire } from '../../../../shared/dialects/brivo/groups/wire.ts'
import { readNameFilter } from '../../../../shared/dialects/brivo/name-filter.ts'
import { createGroup } from '../../../../shared/domain/people/groups/create.ts'
import { listGroups } from '../../../../shared/domain/people/groups/list.ts'
import { removeGroup } from '../../../../shared/domain/people/groups/remove.ts'
import { updateGroup } from '../../../../shared/domain/people/groups/update.ts'
import { route } from '../../../../shared/http/route.ts'
import { GroupId } from '../../../../shared/lib/ids.ts'
import { found } from '../../../../shared/lib/result.ts'
import type { ApiDeps } from '../../env.ts'
import { reply, replyEmpty, replyListing } from '../../reply.ts'
import { on } from '../../route.ts'
import { empty, errors, json, jsonBody, listQuery, PageOf } from '../../wire.ts'

const Params = z.object({ groupId: GroupId })

const list = route('get', '/', {
  operationId: 'listGroups',
  permission: 'groups:view',
  request: { query: listQuery(readNameFilter) },
  responses: { 200: json('Groups of the account, oldest first', PageOf(GroupListed)), ...errors(400, 403) },
})
const create = route('post', '/', {
  operationId: 'createGroup',
  permission: 'groups:edit',
  request: jsonBody(GroupInput),
  responses: { 200: json('The new group', GroupWire), ...errors(400, 403, 409) },
})
const retrieve = route('get', '/{groupId}', {
  operationId: 'getGroup',
  permission: 'groups:view',
  request: { params: Params },
  responses: { 200: json('The group', GroupWire), ...errors(400, 403, 404) },
})
const update = route('put', '/{groupId}', {
  operationId: 'updateGroup',
  permission: 'groups:edit',
  request: { params: Params, ...jsonBody(GroupInput) },
  responses: { 200: json('The group as it is now', GroupWire), ...errors(400, 403, 404, 409) },
})
const remove = route('delete', '/{groupId}', {
  operationId: 'deleteGroup',
  permission: 'groups:edit',
  request: { params: Params },
  responses: { 204: empty('Deleted'), ...errors(400, 403, 404, 409) },
})

/** `/v1/api/groups` */
export const groupRoutes = (deps: ApiDeps<'groups' | 'rules' | 'schedules'>) => [
  on(list, async (c) => {
    const { filter, ...page } = c.req.valid('query')
    return replyListing(c, await listGroups(deps, c.var.principal, filter, page), page, groupListed)
  }),
  on(create, async (c) => reply(c, await createGroup(deps, c.var.principal, groupSettingsOf(c.req.valid('json'))), groupWire)),
  on(retrieve, async (c) => {
    const { groupId } = c.req.valid('param')
    const group = await deps.groups.get(c.var.principal.accountId, groupId)
    return reply(c, found(group, { kind: 'not_found', what: 'group', id: groupId }), groupWire)
  }),
  on(update, async (c) => {
    const settings = groupSettingsOf(c.req.valid('json'))
    return reply(c, await updateGroup(deps, c.var.principal, c.req.valid('param').groupId, settings), groupWire)
  }),
  on(remove, async (c) => replyEmpty(c, await removeGroup(deps, c.var.principal, c.req.valid('param').groupId))),
]
